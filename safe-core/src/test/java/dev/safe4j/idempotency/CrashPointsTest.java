package dev.safe4j.idempotency;

import static dev.safe4j.idempotency.AtOnce.until;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.BROKEN;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.UNANSWERED;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.UNREACHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.FaultyIdempotencyStore.Step;
import dev.safe4j.idempotency.FaultyIdempotencyStore.StoreFault;
import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyListener.Found;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What idempotency promises when the store fails, the process dies, or the lease is lost: the crash points C2 to C7. */
@Timeout(60)
class CrashPointsTest {

    private static final RequestId ID = new RequestId("", "checkout", "a");
    /** Many times what a busy machine takes for a call. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final MemoryIdempotencyStore memory = new MemoryIdempotencyStore();
    private final FaultyIdempotencyStore store = new FaultyIdempotencyStore(memory);
    private final HeardEvents heard = new HeardEvents();
    private final Idempotency here = Idempotency.builder(store).listener(heard).build();
    private final Idempotency there = Idempotency.on(memory);
    private final AtomicInteger effects = new AtomicInteger();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** Ends the process as far as the store can see. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static IdempotentOperation<Integer> checkout(Idempotency at) {
        return at.operation("checkout", Integer.class).key("a").lease(SHORT);
    }

    private Crash crash() {
        store.cut();
        return new Crash();
    }

    private static void letALeaseEnd() {
        long end = System.nanoTime() + SHORT.toNanos();
        until(() -> System.nanoTime() - end > 0);
    }

    @Test
    void c2_after_a_crash_before_the_effect_the_next_caller_takes_over_and_it_happens_once() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    throw crash();
                }))
                .isInstanceOf(Crash.class)
                .satisfies(crash -> assertThat(crash.getSuppressed()).hasSize(1));
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet()))
                .isInstanceOf(Execution.InProgress.class);
        assertThat(checkout(there).within(PATIENT).tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(1, 2));
    }

    @Test
    void c3_m25_after_a_crash_behind_the_effect_the_next_is_told_the_attempt_and_has_the_same_keys() {
        Set<String> charged = ConcurrentHashMap.newKeySet(); // a system that takes each key once
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    charged.add(attempt.idempotencyKey("charge"));
                    effects.incrementAndGet();
                    throw crash();
                }))
                .isInstanceOf(Crash.class);
        Execution<Integer> next = checkout(there).within(PATIENT).tryRun(attempt -> {
            assertThat(attempt.number()).isEqualTo(2);
            charged.add(attempt.idempotencyKey("charge"));
            return effects.incrementAndGet();
        });
        assertThat(next).isEqualTo(new Execution.Ran<>(2, 2));
        assertThat(effects).as("the documented repetition").hasValue(2);
        assertThat(charged).as("and a system that knows keys does it once").hasSize(1);
    }

    @Test
    void t6_c3_what_is_never_taken_over_is_undecided_until_somebody_resolves_it() {
        assertThatThrownBy(() -> checkout(here).neverTakenOver().run(attempt -> {
                    effects.incrementAndGet();
                    throw crash();
                }))
                .isInstanceOf(Crash.class);
        IdempotentOperation<Integer> careful = checkout(there).neverTakenOver();
        Execution<Integer> found = careful.within(PATIENT).tryRun(attempt -> effects.incrementAndGet());
        assertThat(found)
                .isInstanceOfSatisfying(
                        Execution.Indeterminate.class,
                        lapsed -> assertThat(lapsed.attempt()).isEqualTo(1));
        assertThatThrownBy(() -> careful.run(attempt -> effects.incrementAndGet()))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(RequestRefusedException.Reason.INDETERMINATE));
        assertThat(there.look(ID)).isInstanceOf(Claim.Indeterminate.class);
        assertThat(there.resolve(ID, 2, null))
                .as("another attempt than was looked into")
                .isFalse();
        assertThat(there.resolve(ID, 1, StoredAnswer.result("java.lang.Integer", new byte[] {'7'})))
                .isTrue();
        assertThat(careful.run(attempt -> effects.incrementAndGet())).isEqualTo(7);
        assertThat(there.resolve(ID, 1, null)).as("it is decided").isFalse();
        assertThat(effects).hasValue(1);
    }

    @Test
    void t6_what_turns_out_not_to_have_happened_is_resolved_by_forgetting_it() {
        assertThatThrownBy(() -> checkout(here).neverTakenOver().run(attempt -> {
                    throw new IllegalStateException("unknown");
                }))
                .hasMessage("unknown");
        assertThat(checkout(there).neverTakenOver().tryRun(attempt -> 0)).isInstanceOf(Execution.Indeterminate.class);
        assertThat(there.resolve(ID, 1, null)).isTrue();
        assertThat(checkout(there).neverTakenOver().tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void c4_after_a_crash_behind_the_answers_storing_it_is_replayed() {
        store.next(Step.COMPLETE, FaultyIdempotencyStore.doing(() -> {
            throw crash();
        }));
        assertThatThrownBy(() -> checkout(here).run(attempt -> effects.incrementAndGet()))
                .isInstanceOf(Crash.class);
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet())).isInstanceOf(Execution.Replayed.class);
        assertThat(effects).hasValue(1);
    }

    @Test
    void c5_m03_an_owner_that_lost_its_lease_is_told_and_never_answers_as_if_it_was_stored() {
        IdempotentOperation<Integer> unattended = checkout(here).renewedFor(Duration.ZERO);
        AtomicReference<LeaseLostException> signal = new AtomicReference<>();
        assertThatThrownBy(() -> unattended.run(attempt -> {
                    attempt.whenLost().thenAccept(signal::set);
                    until(() -> signal.get() != null); // without being asked
                    assertThat(attempt.isHeld()).isFalse();
                    assertThatThrownBy(attempt::ensureHeld).isInstanceOf(LeaseLostException.class);
                    assertThat(checkout(there).within(PATIENT).tryRun(next -> 2))
                            .isEqualTo(new Execution.Ran<>(2, 2));
                    return 1;
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(checkout(there).run(attempt -> 3))
                .as("the answer of the owner that counts")
                .isEqualTo(2);
        assertThat(heard.ended).containsExactly(Ended.LOST);
    }

    @Test
    void c5_m03_a_former_owner_that_fails_neither_frees_nor_answers_its_successors_claim() {
        formerOwnerFails("releases", operation -> operation.releasing(IllegalArgumentException.class));
        formerOwnerFails(
                "keeps", operation -> operation.keeping(IllegalArgumentException.class, IllegalArgumentException::new));
        formerOwnerFails("abandons", operation -> operation);
        assertThat(heard.ended).containsExactly(Ended.LOST, Ended.LOST, Ended.LOST);
    }

    private void formerOwnerFails(String key, UnaryOperator<IdempotentOperation<Integer>> how) {
        AtomicReference<OwnedClaim> theirs = new AtomicReference<>();
        RuntimeException failure = new IllegalArgumentException("too late");
        IdempotentOperation<Integer> late = how.apply(checkout(here).key(key)).renewedFor(Duration.ZERO);
        assertThatThrownBy(() -> late.run(attempt -> {
                    letALeaseEnd();
                    theirs.set((OwnedClaim) checkout(there).key(key).claim());
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(checkout(there).key(key).claim()).isInstanceOf(Claim.InProgress.class);
        theirs.get().complete(StoredAnswer.result("java.lang.Integer", new byte[] {'8'}));
        assertThat(checkout(here).key(key).run(attempt -> 0)).isEqualTo(8);
    }

    @Test
    void a_failure_that_releases_a_second_attempt_does_not_forget_the_first() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    effects.incrementAndGet();
                    throw new IllegalStateException("unknown");
                }))
                .hasMessage("unknown");
        assertThatThrownBy(() -> checkout(there)
                        .releasing(IllegalArgumentException.class)
                        .run(attempt -> {
                            assertThat(attempt.number()).isEqualTo(2);
                            throw new IllegalArgumentException("this attempt did nothing");
                        }))
                .hasMessage("this attempt did nothing");
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(2, 3));
    }

    @Test
    void c6_m09_a_store_that_fails_after_the_effect_makes_no_error_of_it() {
        store.next(Step.COMPLETE, BROKEN);
        assertThat(checkout(here).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(1, 1));
        assertThat(heard.ended).containsExactly(Ended.NOT_STORED);
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet()))
                .isInstanceOf(Execution.InProgress.class);
        assertThat(checkout(there).within(PATIENT).tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(2, 2));
    }

    @Test
    void c6_a_completion_whose_answer_was_lost_is_sent_again() {
        store.next(Step.COMPLETE, UNREACHED, UNANSWERED);
        assertThat(checkout(here).run(attempt -> effects.incrementAndGet())).isEqualTo(1);
        assertThat(store.calls(Step.COMPLETE)).isEqualTo(3);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED);
        assertThat(checkout(there).run(attempt -> effects.incrementAndGet())).isEqualTo(1);
    }

    @Test
    void c7_a_release_that_fails_leaves_the_callers_error_and_the_key_to_the_end_of_the_lease() {
        store.next(Step.RELEASE, BROKEN);
        assertThatThrownBy(() -> checkout(here)
                        .releasing(IllegalArgumentException.class)
                        .run(attempt -> {
                            throw new IllegalArgumentException("sold out");
                        }))
                .hasMessage("sold out")
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(StoreFault.class));
        assertThat(heard.ended).containsExactly(Ended.ABANDONED);
        assertThat(checkout(there).tryRun(attempt -> 0)).isInstanceOf(Execution.InProgress.class);
        assertThat(checkout(there).within(PATIENT).tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(1, 2));
        assertThat(store.calls(Step.RENEW)).as("renewals of what was given up").isZero();
    }

    @Test
    void m05_a_run_longer_than_its_lease_is_renewed_and_nobody_takes_over() {
        store.next(Step.RENEW, BROKEN, UNANSWERED);
        Execution<Integer> execution = checkout(here).tryRun(attempt -> {
            until(() -> store.calls(Step.RENEW) > 6);
            assertThat(checkout(there).tryRun(other -> effects.incrementAndGet()))
                    .isInstanceOf(Execution.InProgress.class);
            attempt.ensureHeld();
            return 1;
        });
        assertThat(execution).isEqualTo(new Execution.Ran<>(1, 1));
        assertThat(effects).hasValue(0);
        int renewals = store.calls(Step.RENEW);
        letALeaseEnd();
        assertThat(store.calls(Step.RENEW))
                .as("one that was under way, and no more")
                .isBetween(renewals, renewals + 1);
    }

    @Test
    void m05_a_run_is_renewed_no_longer_than_it_may_take() {
        Duration lease = SHORT.multipliedBy(3); // so that a busy machine comes to renew it
        assertThatThrownBy(() -> checkout(here).lease(lease).renewedFor(lease).run(attempt -> {
                    until(() -> !attempt.isHeld());
                    return checkout(there).within(PATIENT).run(next -> 2);
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(store.calls(Step.RENEW)).isBetween(1, 20);
    }

    @Test
    void m06_an_exception_that_nobody_named_does_not_mean_that_nothing_happened() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    effects.incrementAndGet();
                    throw new java.io.UncheckedIOException(new java.net.SocketTimeoutException("read timed out"));
                }))
                .isInstanceOf(java.io.UncheckedIOException.class);
        assertThat(heard.ended).containsExactly(Ended.ABANDONED);
        assertThat(checkout(here).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(2, 2));
        assertThat(heard.found).containsExactly(Found.CLAIMED, Found.TAKEN_OVER);
    }
}
