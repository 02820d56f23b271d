package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What ends a race before its last round. */
@Isolated // looks at all threads of the JVM
class RaceEndsTest {

    private final AtomicInteger rounds = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void nothing_of_it_stays() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(LeftOver.threadsNamed("race-ends-")).isEmpty();
    }

    private Race<Integer> race() {
        return Race.of(1, () -> 0).callers(2, "ends", caller -> caller.round()).given(rounds::incrementAndGet);
    }

    @Test
    void the_first_broken_invariant_ends_it() {
        RaceViolation violation = catchThrowableOfType(
                RaceViolation.class,
                () -> race().rounds(10)
                        .always("holds", () -> true)
                        .always("at most two rounds", () -> rounds.get() <= 2)
                        .run());

        assertThat(violation)
                .hasMessageStartingWith(
                        "round 3 of 10: the invariant 'at most two rounds' does not hold: it answered false.\nround 3:\n");
        assertThat(violation).hasMessageContaining("ends: 3").hasMessageContaining("rounds: 3 of 10");
        assertThat(violation.round()).hasValue(3);
        assertThat(rounds).hasValue(3);
    }

    @Test
    void an_invariant_that_throws_or_answers_nothing_is_broken() {
        IllegalStateException fault = new IllegalStateException("no database");

        assertThatThrownBy(() -> race().always("stock", () -> {
                            throw fault;
                        })
                        .run())
                .isInstanceOf(RaceViolation.class)
                .hasCause(fault)
                .hasMessageContaining("'stock' does not hold: checking it threw " + fault);
        assertThatThrownBy(() -> race().always("stock", () -> null).run())
                .isInstanceOf(RaceViolation.class)
                .hasMessageContaining("it answered null");
    }

    @Test
    void invariants_are_checked_though_callers_fail() {
        assertThatThrownBy(() -> Race.of(1, caller -> {
                            throw new IllegalStateException("in the body");
                        })
                        .always("never", () -> false)
                        .run())
                .hasMessageContaining("'never'")
                .hasMessageContaining("in the body")
                .hasSuppressedException(new IllegalStateException("in the body"));
    }

    @Test
    void a_given_that_fails_names_the_round() {
        IllegalStateException fault = new IllegalStateException("no database");
        Race<Integer> race = race().rounds(3).given(() -> {
            if (rounds.get() == 2) {
                throw fault;
            }
        });

        assertThatThrownBy(race::run)
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("round 2 of 3: the given failed, no caller was started: " + fault)
                .hasCause(fault);
    }

    @Test
    void a_refusal_rule_that_fails_names_the_value() {
        assertThatThrownBy(() -> race().refusal(value -> 1 / value == 0).run())
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("round 1 of 1: the refusal rule failed on 0 of caller-0: ")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    private int waitToBeInterrupted(List<Thread> interrupted) throws InterruptedException {
        try {
            return never.await(20, TimeUnit.SECONDS) ? 1 : 2;
        } catch (InterruptedException expected) {
            interrupted.add(Thread.currentThread());
            throw expected;
        }
    }

    @Test
    void an_error_of_the_virtual_machine_ends_it_as_it_is() {
        OutOfMemoryError fault = new OutOfMemoryError("as the JVM would throw it");
        List<Thread> interrupted = new CopyOnWriteArrayList<>();
        CyclicBarrier bothAreIn = new CyclicBarrier(2);
        Race<Integer> race = race().rounds(3)
                .caller("ends", caller -> {
                    bothAreIn.await(20, TimeUnit.SECONDS);
                    throw fault;
                })
                .caller("ends", caller -> {
                    bothAreIn.await(20, TimeUnit.SECONDS);
                    return waitToBeInterrupted(interrupted);
                });

        assertThatThrownBy(race::run).isSameAs(fault);
        assertThat(rounds).hasValue(1);
        assertThat(interrupted).hasSize(1);
        assertThatThrownBy(() -> race().given(() -> {
                            throw fault;
                        })
                        .run())
                .isSameAs(fault);
    }

    @Test
    void an_interrupt_of_the_testing_thread_interrupts_the_callers_and_stays_set() {
        Thread tester = Thread.currentThread();
        List<Thread> interrupted = new CopyOnWriteArrayList<>();
        CyclicBarrier bothAreIn = new CyclicBarrier(2, tester::interrupt);
        Race<Integer> race = race().callers(2, "ends", caller -> {
                    bothAreIn.await(20, TimeUnit.SECONDS);
                    return waitToBeInterrupted(interrupted);
                })
                .rounds(5);

        assertThatThrownBy(race::run)
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("round 1 of 5: the thread that runs the race was interrupted, and so its callers were.")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).hasSize(2);
    }

    @Test
    void a_thread_that_is_interrupted_already_starts_no_caller() {
        AtomicInteger runs = new AtomicInteger();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Race.of(100, runs::incrementAndGet).run()).hasMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(runs).hasValue(0);
    }

    @Test
    void an_interrupt_inside_what_the_test_gave_stays_set() {
        assertThatThrownBy(() -> race().given(() -> {
                            throw new InterruptedException();
                        })
                        .run())
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_body_that_never_starts_to_wait_is_done_before_its_bound() {
        long start = System.nanoTime();
        race().within(Duration.ofSeconds(20)).run();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
