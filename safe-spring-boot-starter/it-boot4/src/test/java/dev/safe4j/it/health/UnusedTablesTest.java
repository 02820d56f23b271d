package dev.safe4j.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.spring.Locked;
import dev.safe4j.spring.Quota;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/** The health of the stores of locks and counters, where their tables were never created, and where nobody wants to know. */
@Tag("slow")
class UnusedTablesTest {

    private static final ApplicationContextRunner WITHOUT_TABLES = new ApplicationContextRunner()
            .withUserConfiguration(Watched.Auto.class)
            .withPropertyValues("it.actuator=true");

    private static void requireDown(ApplicationContextRunner runner, String indicator) {
        runner.run(context ->
                assertThat(health(context, indicator)).startsWith("DOWN").contains("does not exist"));
    }

    /** The class of a health has another name in each generation of Spring Boot. */
    private static String health(ApplicationContext context, String indicator) {
        return String.valueOf(ReflectionTestUtils.<Object>invokeMethod(context.getBean(indicator), "health"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"safe4jLocksHealthIndicator", "safe4jCountersHealthIndicator"})
    void tables_that_nobody_needs_are_not_missed(String indicator) {
        WITHOUT_TABLES.run(context ->
                assertThat(health(context, indicator)).startsWith("UP").contains("jdbc"));
    }

    @Test
    void those_that_a_method_needs_are() {
        requireDown(WITHOUT_TABLES.withBean(Locking.class), "safe4jLocksHealthIndicator");
        requireDown(WITHOUT_TABLES.withBean(Counting.class), "safe4jCountersHealthIndicator");
    }

    @Test
    void and_those_of_a_store_that_was_named() {
        requireDown(WITHOUT_TABLES.withPropertyValues("safe4j.lock.store=jdbc"), "safe4jLocksHealthIndicator");
        requireDown(WITHOUT_TABLES.withPropertyValues("safe4j.counter.store=jdbc"), "safe4jCountersHealthIndicator");
    }

    @Test
    void and_those_of_a_quota_that_is_configured() {
        requireDown(
                WITHOUT_TABLES.withPropertyValues(
                        "safe4j.counter.quotas.login.limit=5", "safe4j.counter.quotas.login.per=1m"),
                "safe4jCountersHealthIndicator");
    }

    @Test
    void each_is_switched_off_by_its_property_and_all_by_the_default() {
        WITHOUT_TABLES
                .withPropertyValues("management.health.safe4j-locks.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("safe4jLocksHealthIndicator")
                        .hasBean("safe4jCountersHealthIndicator"));
        WITHOUT_TABLES
                .withPropertyValues("management.health.safe4j-counters.enabled=false")
                .run(context -> assertThat(context)
                        .hasBean("safe4jLocksHealthIndicator")
                        .doesNotHaveBean("safe4jCountersHealthIndicator"));
        WITHOUT_TABLES
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean("safe4jLocksHealthIndicator")
                        .doesNotHaveBean("safe4jCountersHealthIndicator"));
    }

    static class Locking {
        @Locked(key = "a")
        public void run() {}
    }

    static class Counting {
        @Quota(key = "a", limit = 1, per = "1h")
        public void run() {}
    }
}
