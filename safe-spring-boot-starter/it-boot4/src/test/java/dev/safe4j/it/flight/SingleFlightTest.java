package dev.safe4j.it.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.LoadTimeoutException;
import dev.safe4j.it.flight.SweetPrices.Prices;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code @SingleFlight}: who shares a run, where it runs, in which order with all else, and what is refused. */
class SingleFlightTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int CALLERS = 8;

    private static ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withUserConfiguration(Cached.class)
                .withPropertyValues("safe4j.lock.store=memory")
                .withBean(Prices.class);
    }

    /** The callers come while the load waits at its gate, which is opened when all are there. */
    private static <T> List<Callers.Result<T>> together(Prices prices, Callable<T> call) {
        Thread opener = new Thread(() -> {
            Await.until(BOUND, "a load has begun", () -> prices.begun().getCount() == 0);
            Await.until(BOUND, "the others wait", () -> waiting() >= CALLERS);
            prices.gate().countDown();
        });
        opener.start();
        return Callers.run(CALLERS, BOUND, caller -> call);
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("caller-"))
                .filter(each -> each.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    @Test
    void calls_with_one_key_share_one_run_and_its_result() {
        application().run(context -> {
            Prices prices = context.getBean(Prices.class);
            assertThat(together(prices, () -> prices.price("fudge")))
                    .extracting(Callers.Result::value)
                    .containsOnly("fudge 1");
            assertThat(prices.price("fudge")).as("nothing is kept").isEqualTo("fudge 2");
            assertThat(prices.none()).isNull();
        });
    }

    @Test
    @Tag("slow")
    void and_so_its_exception_though_it_is_a_checked_one() {
        application().run(context -> {
            Prices prices = context.getBean(Prices.class);
            assertThat(together(prices, prices::failing))
                    .allSatisfy(each -> assertThat(each.failure())
                            .isInstanceOf(IOException.class)
                            .hasMessage("no sweets"));
            assertThat(prices.loads()).hasValue(1);
        });
    }

    @Test
    @Tag("slow")
    void other_keys_methods_and_beans_share_nothing() {
        application()
                .withBean("second", Prices.class)
                .withBean("first", Prices.class)
                .run(context -> {
                    Prices first = context.getBean("first", Prices.class);
                    Prices second = context.getBean("second", Prices.class);
                    List<Callable<String>> calls = List.of(
                            () -> first.price("fudge"),
                            () -> first.price("nougat"),
                            () -> first.other("fudge"),
                            () -> second.price("fudge"));
                    Thread opener = new Thread(() -> {
                        Await.until(
                                BOUND,
                                "all load",
                                () -> first.loads().get() == 3 && second.loads().get() == 1);
                        first.gate().countDown();
                        second.gate().countDown();
                    });
                    opener.start();
                    assertThat(Callers.run(calls.size(), BOUND, calls::get)).allMatch(Callers.Result::isSuccess);
                });
    }

    @Test
    @Tag("slow")
    void a_caller_waits_as_long_as_the_annotation_or_the_property_says() {
        application()
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Prices.class).hurried("fudge"))
                        .isInstanceOf(LoadTimeoutException.class)
                        .hasMessageContaining("Prices.hurried() with fudge"));
        application()
                .withPropertyValues("safe4j.flight.within=40ms")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Prices.class).price("fudge"))
                        .isInstanceOf(LoadTimeoutException.class)
                        .hasMessageContaining("within 40 ms"));
    }

    @Test
    void it_runs_in_a_transaction_of_its_own_and_refuses_inside_that_of_a_caller() {
        application().run(context -> {
            Prices prices = context.getBean(Prices.class);
            TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
            prices.gate().countDown();
            assertThat(prices.inTransaction()).isEqualTo("in its own 1");
            assertThatThrownBy(() -> transaction.execute(status -> prices.price("fudge")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@SingleFlight Prices.price() was called inside a transaction");
            assertThat(prices.loads()).hasValue(1);
            String outside = transaction.execute(status -> prices.detached());
            assertThat(outside).isEqualTo("outside 2");
        });
    }

    @Test
    @Tag("slow")
    void it_lies_around_the_cache_and_the_lock() {
        application().run(context -> {
            Prices prices = context.getBean(Prices.class);
            assertThat(together(prices, () -> prices.cached("fudge")))
                    .extracting(Callers.Result::value)
                    .containsOnly("fudge 1");
            assertThat(prices.cached("fudge")).as("it is in the cache").isEqualTo("fudge 1");
        });
        application().withPropertyValues("safe4j.lock.within=0s").run(context -> {
            Prices prices = context.getBean(Prices.class);
            assertThat(together(prices, prices::locked))
                    .as("one run takes the lock")
                    .extracting(Callers.Result::value)
                    .containsOnly("locked 1");
        });
    }

    @Test
    @Tag("slow")
    void runs_are_measured() {
        application()
                .withPropertyValues("it.actuator=true", "management.defaults.metrics.export.enabled=true")
                .run(context -> {
                    Prices prices = context.getBean(Prices.class);
                    together(prices, () -> prices.price("fudge"));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("safe4j.flight.load")
                                    .tags("name", "methods", "end", "loaded")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(meters.get("safe4j.flight.callers")
                                    .tags("name", "methods")
                                    .counter()
                                    .count())
                            .isEqualTo(CALLERS);
                });
    }

    @Test
    @Tag("slow")
    void it_needs_no_transactions_on_the_class_path() {
        application()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.transaction",
                        "org.springframework.dao",
                        "org.springframework.jdbc",
                        "org.jooq"))
                .run(context -> {
                    Prices prices = context.getBean(Prices.class);
                    assertThat(together(prices, () -> prices.price("fudge")))
                            .extracting(Callers.Result::value)
                            .containsOnly("fudge 1");
                });
    }

    @Test
    @Tag("slow")
    void what_cannot_work_fails_the_start_with_the_reason() {
        refuses(SweetPrices.Nothing.class, "the method returns nothing, so its callers have nothing to share");
        refuses(SweetPrices.Later.class, "the CompletableFuture that the method returns has its result later");
        refuses(SweetPrices.AStream.class, "the Stream that the method returns can be used by one only");
        refuses(SweetPrices.AnIterator.class, "the Iterator that the method returns can be used by one only");
        refuses(SweetPrices.ToBeClosed.class, "the InputStream that the method returns can be used by one only");
        refuses(SweetPrices.Authorized.class, "@RolesAllowed would be asked once for all callers who share a run");
        refuses(SweetPrices.UnknownParameter.class, "asks for #nobody, and the method has the parameters [id]");
        refuses(SweetPrices.NoTime.class, "a load is waited for longer than zero");
        refuses(SweetPrices.Final.class, "is final");
        refuses(SweetPrices.OnThis.class, "calls OnThis.one() on this");
    }

    private static void refuses(Class<?> type, String reason) {
        application()
                .withBean(type)
                .run(context -> assertThat(context.getStartupFailure())
                        .as(type.getSimpleName())
                        .hasStackTraceContaining(reason));
    }

    /** With a cache in memory. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Cached {

        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }
}
