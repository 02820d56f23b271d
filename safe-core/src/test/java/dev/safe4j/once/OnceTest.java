package dev.safe4j.once;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.AtOnce;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.lease.LeaseLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that run once; two {@link Idempotency} over one store are two instances. */
@Timeout(60)
class OnceTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private final Idempotency first = Idempotency.on(store);
    private final Idempotency second = Idempotency.on(store);
    private final Once here = Once.on(first);
    private final Once there = Once.on(second);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void of_many_instances_that_start_together_one_runs_the_job_and_the_others_wait_for_it() throws Exception {
        List<OnceResult> all = AtOnce.run(
                40,
                i -> () -> (i % 2 == 0 ? here : there)
                        .within(Duration.ofSeconds(20))
                        .run("seed-prices", () -> {
                            runs.incrementAndGet();
                        }));
        assertThat(runs).hasValue(1);
        assertThat(all).filteredOn(new OnceResult.Ran(1)::equals).hasSize(1);
        assertThat(all).filteredOn(each -> each instanceof OnceResult.HadRun).hasSize(39);
    }

    @Test
    void one_that_does_not_wait_is_told_that_it_runs_elsewhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<OnceResult> both = AtOnce.run(2, i -> () -> {
            if (i == 0) {
                return here.run("seed-prices", () -> {
                    begun.countDown();
                    assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                });
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            OnceResult found = there.run("seed-prices", () -> {
                runs.incrementAndGet();
            });
            end.countDown();
            return found;
        });
        assertThat(both.get(0)).isEqualTo(new OnceResult.Ran(1));
        assertThat(both.get(1))
                .isInstanceOfSatisfying(
                        OnceResult.RunningElsewhere.class,
                        running -> assertThat(running.remaining())
                                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
        assertThat(runs).hasValue(0);
    }

    @Test
    void after_a_crash_the_next_instance_runs_it_and_is_told_the_attempt() {
        store.claim(new Wanted(
                new RequestId("", "safe4j.once", "seed-prices"), "of an instance that died", null, SHORT, true));
        assertThat(here.run("seed-prices", () -> {
                    runs.incrementAndGet();
                }))
                .isInstanceOf(OnceResult.RunningElsewhere.class);
        OnceResult result = there.within(Duration.ofSeconds(20)).run("seed-prices", attempt -> {
            assertThat(attempt.number()).isEqualTo(2);
            runs.incrementAndGet();
        });
        assertThat(result).isEqualTo(new OnceResult.Ran(2));
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_job_that_fails_counts_as_not_done_and_its_steps_as_done() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(() -> here.run("migrate", attempt -> {
                    attempt.step("first half", steps::incrementAndGet);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);
        assertThat(there.<RuntimeException>run("migrate", attempt -> {
                    attempt.step("first half", steps::incrementAndGet);
                    runs.incrementAndGet();
                }))
                .isEqualTo(new OnceResult.Ran(2));
        assertThat(steps).hasValue(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_job_that_has_run_is_purged_by_nobody() {
        here.run("seed-prices", () -> {
            runs.incrementAndGet();
        });
        assertThat(first.purge(100)).isZero();
        assertThat(there.run("seed-prices", () -> {
                    runs.incrementAndGet();
                }))
                .isInstanceOf(OnceResult.HadRun.class);
        assertThat(there.run("seed-prices-2", () -> {
                    runs.incrementAndGet();
                }))
                .isEqualTo(new OnceResult.Ran(1));
        assertThat(runs).hasValue(2);
    }

    @Test
    void an_instance_that_lost_its_claim_does_not_say_that_it_ran() {
        RequestId id = new RequestId("", "safe4j.once", "seed-prices");
        Once shortly = here.lease(SHORT);
        assertThatThrownBy(() -> shortly.run("seed-prices", attempt -> {
                    first.close(); // renews no more
                    until(() -> !attempt.isHeld());
                    assertThat(there.within(Duration.ofSeconds(20)).run("seed-prices", () -> {}))
                            .isEqualTo(new OnceResult.Ran(2));
                }))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining(id.toString());
    }
}
