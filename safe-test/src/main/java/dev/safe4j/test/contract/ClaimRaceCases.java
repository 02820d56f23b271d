package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.lease.Lease;
import dev.safe4j.test.race.Race;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Many who ask at once, on two stores. */
abstract class ClaimRaceCases extends StepCases {

    private static final int CALLERS = 16;
    private static final int ROUNDS = 20;
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Test
    void m01_one_of_two_hundred_who_ask_at_once_is_granted_the_request() {
        Race.of(200, caller -> stores(caller.number()).claim(wanted(id("race-" + caller.round()))))
                .rounds(3)
                .within(BOUND)
                .refusal(answer -> answer instanceof Running)
                .run()
                .assertSucceeded(1)
                .assertRefused(199)
                .assertOverlapped();
    }

    @Test
    void m01_m02_of_those_who_ask_while_the_first_completes_all_others_find_it_running_or_done() {
        AtomicInteger done = new AtomicInteger();
        Race.of(CALLERS, caller -> {
                    RequestId id = id("race-" + caller.round());
                    Answered answered = untilDone(stores(caller.number()), id);
                    done.addAndGet(answered == Answered.RAN ? 0 : 1);
                    return answered;
                })
                .rounds(ROUNDS)
                .within(BOUND)
                .refusal(answered -> answered == Answered.REPLAYED)
                .run()
                .assertSucceeded(1)
                .assertRefused(CALLERS - 1);
        assertEquals(ROUNDS * (CALLERS - 1), done.get());
    }

    private enum Answered {
        RAN,
        REPLAYED
    }

    private Answered untilDone(IdempotencyStore at, RequestId id) {
        AtomicReference<Answered> answered = new AtomicReference<>(Answered.REPLAYED);
        StoreCases.await("an answer", () -> {
            Wanted wanted = wanted(id);
            if (at.claim(wanted) instanceof Granted granted) {
                answered.set(Answered.RAN);
                assertTrue(at.complete(new Owner(id, wanted.token(), granted.attempt()), ANSWER, LONG));
            }
            return at.look(id) instanceof Completed;
        });
        return answered.get();
    }

    @Test
    void t2_one_of_many_takes_over() {
        Race.of(CALLERS, caller -> stores(caller.number()).claim(wanted(id("race-" + caller.round()))))
                .given(eachRound(this::abandoned))
                .rounds(ROUNDS)
                .refusal(answer -> answer instanceof Running running && running.attempt() == 2)
                .run()
                .assertSucceeded(1)
                .assertRefused(CALLERS - 1);
    }

    @Test
    void t7_one_of_many_begins_anew_what_has_expired_though_it_is_purged_at_the_same_time() {
        AtomicReference<RequestId> now = new AtomicReference<>();
        Race.of(
                        CALLERS,
                        caller -> caller.number() % 4 == 3 ? purged(caller.number()) : once(caller.number(), now.get()))
                .given(eachRound(id -> {
                    now.set(id);
                    done(store, id, Duration.ofMillis(20));
                    StoreCases.await("the answer to expire", () -> store.look(id) == null);
                }))
                .rounds(ROUNDS)
                .refusal(isOwner -> !isOwner)
                .always("the one who was granted it completed it", () -> store.look(now.get()) instanceof Completed)
                .run()
                .assertSucceeded(1)
                .assertNoFailures();
    }

    private boolean purged(int caller) {
        stores(caller).purge(10);
        return false;
    }

    private boolean once(int caller, RequestId id) {
        Wanted wanted = wanted(id);
        if (!(stores(caller).claim(wanted) instanceof Granted granted)) {
            return false;
        }
        assertEquals(1, granted.attempt());
        assertTrue(stores(caller).complete(new Owner(id, wanted.token(), 1), ANSWER, LONG), "it was purged");
        return true;
    }

    @Test
    void t3_a_late_completion_or_a_take_over_wins_and_not_both() {
        AtomicReference<Owner> late = new AtomicReference<>();
        Race.<Boolean>between(
                        "late owner",
                        () -> store.complete(late.get(), ANSWER, LONG),
                        "next owner",
                        () -> other.claim(wanted(late.get().id())) instanceof Granted)
                .given(eachRound(id -> late.set(abandoned(id))))
                .rounds(100)
                .within(BOUND)
                .refusal(won -> !won)
                .always(
                        "what is found is the winner's",
                        () -> isAnswered(late.get().id())
                                || isAtAttemptTwo(late.get().id()))
                .run()
                .assertSucceeded(1)
                .assertRefused(1);
    }

    private static boolean count(AtomicInteger count, boolean yes) {
        count.addAndGet(yes ? 1 : 0);
        return yes;
    }

    private boolean isAnswered(RequestId id) {
        return store.look(id) instanceof Completed done && done.answer().equals(ANSWER);
    }

    private boolean isAtAttemptTwo(RequestId id) {
        return store.look(id) instanceof Running running && running.attempt() == 2;
    }

    @Test
    void t5_a_renewal_or_a_take_over_wins_and_not_both() {
        AtomicReference<Owner> owner = new AtomicReference<>();
        AtomicInteger won = new AtomicInteger();
        AtomicInteger winners = new AtomicInteger();
        Race.<Boolean>between(
                        "owner",
                        () -> count(winners, renew(store, owner.get(), LONG)),
                        "next owner",
                        () -> count(winners, other.claim(wanted(owner.get().id())) instanceof Granted))
                .given(eachRound(id -> {
                    won.addAndGet(winners.getAndSet(0));
                    owner.set(nearlyOver(id));
                }))
                .rounds(30)
                .always("one wins, or none", () -> winners.get() <= 1)
                .run()
                .assertNoFailures();
        assertTrue(won.get() > 0, "somebody won");
    }

    private Owner nearlyOver(RequestId id) {
        long asked = System.nanoTime();
        Owner owner = first(store, wanted(id, Lease.SHORTEST));
        StoreCases.await(
                "the lease to be nearly over", () -> since(asked).plusMillis(1).compareTo(Lease.SHORTEST) >= 0);
        return owner;
    }

    @Test
    void t6_a_resolution_or_a_take_over_wins_and_not_both() {
        AtomicReference<RequestId> now = new AtomicReference<>();
        Race.<Boolean>between(
                        "resolution",
                        () -> store.resolve(now.get(), 1, ANSWER, LONG),
                        "next owner",
                        () -> other.claim(wanted(now.get())) instanceof Granted)
                .given(eachRound(id -> now.set(abandoned(id).id())))
                .rounds(100)
                .within(BOUND)
                .refusal(won -> !won)
                .always("it is nobody's twice", () -> !(store.look(now.get()) instanceof Indeterminate))
                .run()
                .assertSucceeded(1)
                .assertRefused(1);
    }

    @Test
    void a_step_is_recorded_once_though_many_record_it_at_once() {
        AtomicReference<Owner> owner = new AtomicReference<>();
        Race.of(
                        CALLERS,
                        caller -> stores(caller.number())
                                .record(owner.get(), "charge", caller.number() % 2 == 0 ? ANSWER : OTHER_ANSWER))
                .given(eachRound(id -> owner.set(first(store, wanted(id)))))
                .rounds(ROUNDS)
                .always("it is there once", () -> {
                    Map<String, ?> steps = store.steps(owner.get().id());
                    return steps.size() == 1
                            && steps.equals(other.steps(owner.get().id()));
                })
                .run()
                .assertSucceeded(CALLERS);
    }

    /** Begins a round with the request of that round. */
    private Race.Action eachRound(Consumer<RequestId> given) {
        AtomicInteger round = new AtomicInteger();
        return () -> given.accept(id("race-" + round.incrementAndGet()));
    }
}
