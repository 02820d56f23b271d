package dev.safe4j.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/** The health of the store of requests, where its table was never created. */
@Tag("slow")
class UnusedStoreHealthTest {

    private static final WebApplicationContextRunner WITHOUT_TABLES = new WebApplicationContextRunner()
            .withUserConfiguration(TogetherStartTest.Application.class)
            .withPropertyValues("it.actuator=true");

    @Test
    void a_table_that_nobody_needs_is_not_missed() {
        WITHOUT_TABLES.run(context -> assertThat(health(context)).startsWith("UP"));
    }

    @Test
    void one_that_a_handler_needs_is() {
        WITHOUT_TABLES
                .withBean(TogetherStartTest.AtReturn.class)
                .run(context -> assertThat(health(context)).startsWith("DOWN").contains("does not exist"));
    }

    @Test
    void and_one_that_a_path_needs() {
        WITHOUT_TABLES
                .withPropertyValues("safe4j.idempotency.http.paths=/orders/**")
                .run(context -> assertThat(health(context)).startsWith("DOWN").contains("does not exist"));
    }

    /** The class of a health has another name in each generation of Spring Boot. */
    private static String health(ApplicationContext context) {
        Object indicator = context.getBean("safe4jIdempotencyHealthIndicator");
        return String.valueOf(ReflectionTestUtils.<Object>invokeMethod(indicator, "health"));
    }
}
