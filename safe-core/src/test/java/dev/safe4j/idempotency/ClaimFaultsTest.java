package dev.safe4j.idempotency;

import static dev.safe4j.idempotency.AtOnce.until;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.BROKEN_AFTERWARDS;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.UNANSWERED;
import static dev.safe4j.idempotency.FaultyIdempotencyStore.UNREACHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.FaultyIdempotencyStore.Step;
import dev.safe4j.lease.NoThreads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of claims that are not run: the crash point C1, and grants that come too late. */
@Timeout(60)
class ClaimFaultsTest {

    private static final RequestId ID = new RequestId("", "checkout", "a");
    /** Many times what a busy machine takes for a call. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final MemoryIdempotencyStore memory = new MemoryIdempotencyStore();
    private final FaultyIdempotencyStore store = new FaultyIdempotencyStore(memory);
    private final Idempotency here = Idempotency.on(store);
    private final Idempotency there = Idempotency.on(memory);
    private final AtomicInteger effects = new AtomicInteger();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static IdempotentOperation<Integer> checkout(Idempotency at) {
        return at.operation("checkout", Integer.class).key("a").lease(SHORT);
    }

    private static void letALeaseEnd() {
        long end = System.nanoTime() + SHORT.toNanos();
        until(() -> System.nanoTime() - end > 0);
    }

    @Test
    void c1_a_claim_that_never_arrives_is_an_error_and_the_next_caller_is_the_first() {
        store.next(Step.CLAIM, UNREACHED, UNREACHED, UNREACHED);
        assertThatThrownBy(() -> checkout(here).run(attempt -> effects.incrementAndGet()))
                .hasMessage("the store was not reached");
        assertThat(store.calls(Step.CLAIM)).as("a bounded number of times").isEqualTo(3);
        assertThat(effects).hasValue(0);
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void c1_a_claim_whose_answer_was_lost_is_sent_again_and_is_the_same_claim() {
        store.next(Step.CLAIM, UNANSWERED, UNREACHED, UNANSWERED);
        assertThatThrownBy(() -> checkout(here).run(attempt -> effects.incrementAndGet()))
                .hasMessage("the answer was lost");
        assertThat(memory.look(ID)).as("it is given back").isNull();
        store.next(Step.CLAIM, UNANSWERED, UNREACHED);
        assertThat(checkout(here).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void c1_a_claim_that_may_have_been_granted_is_given_back_though_it_is_never_taken_over() {
        store.next(Step.CLAIM, BROKEN_AFTERWARDS);
        assertThatThrownBy(() -> checkout(here).neverTakenOver().run(attempt -> effects.incrementAndGet()))
                .hasMessage("the store broke afterwards");
        assertThat(checkout(there).neverTakenOver().tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void a_claim_that_gets_no_thread_to_be_renewed_by_is_given_back() {
        try (NoThreads none = new NoThreads()) {
            none.after(0);
            assertThatThrownBy(() -> checkout(here).run(attempt -> effects.incrementAndGet()))
                    .isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(memory.look(ID)).isNull();
        assertThat(checkout(here).tryRun(attempt -> effects.incrementAndGet())).isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void c1_a_claim_of_somebody_else_is_not_given_back_with_it() {
        OwnedClaim theirs = (OwnedClaim) checkout(there).claim();
        store.next(Step.CLAIM, BROKEN_AFTERWARDS);
        assertThatThrownBy(() -> checkout(here).run(attempt -> 0)).hasMessage("the store broke afterwards");
        theirs.complete(StoredAnswer.nothing());
    }

    @Test
    void a_claim_that_was_granted_too_late_is_not_run_and_leaves_nothing_behind() {
        store.next(Step.CLAIM, FaultyIdempotencyStore.doing(ClaimFaultsTest::letALeaseEnd));
        assertThat(checkout(here).neverTakenOver().tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.InProgress<>(Duration.ZERO));
        assertThat(effects).hasValue(0);
        assertThat(memory.look(ID)).as("neither blocked nor undecided").isNull();
        store.next(Step.CLAIM, FaultyIdempotencyStore.doing(ClaimFaultsTest::letALeaseEnd));
        assertThat(checkout(here).within(PATIENT).tryRun(attempt -> effects.incrementAndGet()))
                .isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void a_claim_that_was_granted_too_late_is_not_given_back_over_who_took_it_over() {
        AtomicReference<OwnedClaim> theirs = new AtomicReference<>();
        store.next(Step.CLAIM, FaultyIdempotencyStore.doing(() -> {
            letALeaseEnd();
            theirs.set((OwnedClaim) checkout(there).claim());
        }));
        assertThat(checkout(here).tryRun(attempt -> effects.incrementAndGet()))
                .isInstanceOf(Execution.InProgress.class);
        assertThat(theirs.get().number()).isEqualTo(2);
        theirs.get().complete(StoredAnswer.nothing());
        assertThat(effects).hasValue(0);
    }

    @Test
    void a_claim_that_is_granted_while_it_is_closed_is_given_back() {
        store.next(Step.CLAIM, FaultyIdempotencyStore.doing(here::close));
        assertThatThrownBy(() -> checkout(here).neverTakenOver().run(attempt -> effects.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(effects).hasValue(0);
        assertThat(memory.look(ID)).isNull();
    }

    /** As clients and pools do for a thread that is interrupted. */
    private static final FaultyIdempotencyStore.Fault GIVES_UP_FOR_INTERRUPTED = new FaultyIdempotencyStore.Fault() {
        @Override
        public <T extends @Nullable Object> T around(Supplier<T> step) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the thread is interrupted: nothing was sent");
            }
            return step.get();
        }
    };

    @Test
    void an_interrupt_at_the_end_of_the_work_does_not_keep_its_answer_or_step_from_the_store() {
        store.next(Step.COMPLETE, GIVES_UP_FOR_INTERRUPTED);
        store.next(Step.RECORD, GIVES_UP_FOR_INTERRUPTED);
        Execution<Integer> ran = checkout(here)
                .tryRun(attempt -> attempt.step("charge", Integer.class, () -> {
                    Thread.currentThread().interrupt();
                    return effects.incrementAndGet();
                }));
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        assertThat(ran).isEqualTo(new Execution.Ran<>(1, 1));
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet()))
                .as("the answer is stored")
                .isInstanceOf(Execution.Replayed.class);
        assertThat(effects).hasValue(1);
    }

    @Test
    void an_interrupt_does_not_keep_a_claim_from_being_given_up() {
        store.next(Step.RELEASE, GIVES_UP_FOR_INTERRUPTED);
        assertThatThrownBy(() -> checkout(here).lease(Duration.ofMinutes(5)).run(attempt -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("it did nothing");
                }))
                .hasMessage("it did nothing");
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        assertThat(checkout(there).tryRun(attempt -> effects.incrementAndGet()))
                .as("no lease is waited for")
                .isInstanceOf(Execution.Ran.class);
    }
}
