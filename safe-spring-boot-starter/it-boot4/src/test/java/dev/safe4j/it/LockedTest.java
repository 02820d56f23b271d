package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.it.LockedBeans.Counting;
import dev.safe4j.it.LockedBeans.Skipping;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code @Locked}: what is held while a method runs, in which order with its transaction, and what is refused at start. */
@Tag("slow")
class LockedTest {

    private static <T> void with(Class<T> type, BiConsumer<T, Locks> test) {
        Applications.onH2()
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.lock.within=50ms")
                .withBean(type)
                .run(context -> test.accept(context.getBean(type), context.getBean(Locks.class)));
    }

    @Test
    void the_lock_is_held_while_the_method_runs_and_free_afterwards() {
        with(Counting.class, (beans, locks) -> {
            assertThat(beans.count(7)).isEqualTo("[stock:7]");
            assertThat(locks.held()).isEmpty();
        });
    }

    @Test
    void the_key_may_be_a_template_or_a_plain_name() {
        with(Counting.class, (beans, locks) -> {
            assertThat(beans.byTemplate("fudge")).isEqualTo("[sweet/fudge]");
            assertThat(beans.byName()).isEqualTo("[nightly-count]");
        });
    }

    @Test
    void several_locks_are_held_together() {
        with(Counting.class, (beans, locks) -> assertThat(beans.both(2, 1)).isEqualTo("[wallet:1, wallet:2]"));
    }

    @Test
    void a_call_that_does_not_get_it_fails_in_time() {
        with(Counting.class, (beans, locks) -> {
            try (HeldLock held = locks.acquire("stock:7")) {
                assertThatThrownBy(() -> beans.count(7)).isInstanceOf(LockTimeoutException.class);
                held.ensureHeld();
            }
            assertThat(beans.count(7)).isEqualTo("[stock:7]");
        });
    }

    @Test
    void a_call_that_may_be_skipped_is_skipped_and_nothing_else_is() {
        with(Skipping.class, (beans, locks) -> {
            try (HeldLock held = locks.acquire("nightly-count")) {
                beans.nightly();
                assertThat(beans.best()).isEmpty();
                held.ensureHeld();
            }
            assertThat(beans.runs()).isZero();
            beans.nightly();
            assertThat(beans.best()).contains("fudge");
            assertThat(beans.runs()).isEqualTo(2);
            assertThatThrownBy(beans::failing).isInstanceOf(LockTimeoutException.class);
        });
    }

    @Test
    void it_is_kept_for_as_long_as_asked_though_the_method_is_done() {
        with(Skipping.class, (beans, locks) -> {
            beans.once();
            beans.once();
            assertThat(beans.runs()).isEqualTo(1);
        });
    }

    @Test
    void rows_of_locks_that_nobody_has_held_for_a_while_are_deleted() {
        Applications.onH2()
                .withPropertyValues("safe4j.jdbc.create-tables=true", "safe4j.lock.purge.interval=5ms")
                .withBean(Counting.class)
                .run(context -> {
                    Counting beans = context.getBean(Counting.class);
                    JdbcClient sql = JdbcClient.create(context.getBean("dataSource", DataSource.class));
                    beans.count(1);
                    assertThat(rows(sql)).as("held just now").isEqualTo(1);
                    sql.sql("update safe4j_lock set lease_until = dateadd(hour, -25, lease_until), fence = 1")
                            .update();
                    beans.count(2);
                    Await.until(Duration.ofSeconds(20), "the old one is deleted", () -> rows(sql) == 1);
                    assertThat(sql.sql("select name from safe4j_lock")
                                    .query(String.class)
                                    .single())
                            .isEqualTo("stock:2");
                });
    }

    private static long rows(JdbcClient sql) {
        return sql.sql("select count(*) from safe4j_lock").query(Long.class).single();
    }

    @Test
    void it_lies_around_the_transaction_and_the_retry() {
        with(Counting.class, (beans, locks) -> {
            assertThat(beans.inTransaction()).isEqualTo("transaction, run 2, locked [t]");
            assertThat(beans.wasHeldAtCommit()).isTrue();
        });
    }

    @Test
    void a_future_keeps_it_until_it_is_complete() {
        with(Counting.class, (beans, locks) -> {
            CompletableFuture<String> later = new CompletableFuture<>();
            CompletableFuture<String> returned = beans.later(later);
            assertThat(locks.held()).hasSize(1);
            later.complete("done");
            assertThat(returned.join()).isEqualTo("done");
            assertThat(locks.held()).isEmpty();
        });
    }

    @Test
    void a_call_of_the_same_lock_within_it_shares_it() {
        with(Counting.class, (beans, locks) -> {
            String held = locks.withLock("stock:7", outer -> beans.count(7));
            assertThat(held).isEqualTo("[stock:7]");
        });
    }

    @Test
    void a_call_of_the_same_lock_shares_it_within_a_method_that_returns_a_future_too() {
        with(Counting.class, (beans, locks) -> {
            CompletableFuture<String> later = new CompletableFuture<>();
            CompletableFuture<String> returned = beans.countLater(7, () -> {
                assertThat(beans.count(7)).isEqualTo("[stock:7]");
                return later;
            });
            assertThat(locks.held()).hasSize(1);
            later.complete("done");
            assertThat(returned).isCompletedWithValue("done");
            assertThat(locks.held()).isEmpty();
        });
    }

    @Test
    void a_future_takes_no_part_in_a_lock_that_ends_without_it() {
        Applications.onH2()
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.lock.within=50ms")
                .withBean(Counting.class)
                .run(context -> {
                    Counting beans = context.getBean(Counting.class);
                    AtomicInteger begun = new AtomicInteger();
                    ThrowingCallable call = () -> beans.countLater(
                            7, () -> CompletableFuture.completedFuture("run " + begun.incrementAndGet()));
                    context.getBean(Locks.class)
                            .runWithLock(
                                    "stock:7",
                                    outer -> assertThatThrownBy(call)
                                            .isInstanceOf(IllegalStateException.class)
                                            .hasMessageContaining("'stock:7' is held around this already"));
                    context.getBean(TransactionTemplate.class)
                            .executeWithoutResult(status -> assertThatThrownBy(call)
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("[stock:7] would be bound to the caller's transaction"));
                    assertThat(begun).hasValue(0);
                });
    }

    @Test
    void inside_a_transaction_of_the_caller_it_stays_until_that_has_ended() {
        Applications.onH2()
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.lock.within=50ms")
                .withBean(Counting.class)
                .run(context -> {
                    Locks locks = context.getBean(Locks.class);
                    context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                        context.getBean(Counting.class).count(7);
                        assertThat(locks.held()).hasSize(1);
                    });
                    assertThat(locks.held()).isEmpty();
                });
    }

    @Test
    void what_cannot_work_fails_the_start_with_the_reason() {
        refuses(LockedBeans.UnknownParameter.class, "asks for #nobody, and the method has the parameters [id]");
        refuses(LockedBeans.SkipsAValue.class, "onBusy = SKIP needs a method that returns nothing or an Optional");
        refuses(LockedBeans.Mixed.class, "must be the same");
        refuses(LockedBeans.NoDuration.class, "'soon' is not a valid duration");
        refuses(LockedBeans.NoExpression.class, "is no expression");
        refuses(LockedBeans.Final.class, "is final");
        refuses(LockedBeans.OnThis.class, "calls OnThis.count() on this");
    }

    @Test
    void what_would_be_done_after_the_release_fails_the_start_with_the_reason() {
        String reason = "run(): the lock would be released before the %s that the method returns has done anything";
        refuses(LockedBeans.ReturnsMono.class, reason.formatted("Mono"));
        refuses(LockedBeans.ReturnsFlux.class, reason.formatted("Flux"));
        refuses(LockedBeans.ReturnsPublisher.class, reason.formatted("Publisher"));
        refuses(LockedBeans.ReturnsFuture.class, reason.formatted("Future"));
    }

    private static void refuses(Class<?> type, String reason) {
        Applications.onH2()
                .withPropertyValues("safe4j.lock.store=memory")
                .withBean(type)
                .run(context -> assertThat(context.getStartupFailure())
                        .as(type.getSimpleName())
                        .hasStackTraceContaining(reason));
    }

    @Test
    void without_locks_an_annotated_bean_fails_the_start() {
        new org.springframework.boot.test.context.runner.ApplicationContextRunner()
                .withConfiguration(org.springframework.boot.autoconfigure.AutoConfigurations.of(
                        dev.safe4j.autoconfigure.SafeLockAutoConfiguration.class,
                        dev.safe4j.autoconfigure.SafeLockedAutoConfiguration.class))
                .withBean(Skipping.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(BeanCreationException.class)
                        .hasStackTraceContaining("there is no bean of dev.safe4j.lock.Locks"));
    }

    @Test
    void times_are_as_the_properties_say() {
        Applications.onH2()
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.lock.lease=1s")
                .run(context -> {
                    try (HeldLock held = context.getBean(Locks.class).acquire("a")) {
                        assertThat(held.remaining()).isLessThan(Duration.ofSeconds(1));
                    }
                });
    }
}
