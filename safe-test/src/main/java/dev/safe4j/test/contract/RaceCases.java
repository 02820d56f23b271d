package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.test.history.History;
import dev.safe4j.test.history.LeaseModel;
import dev.safe4j.test.history.LinearizabilityChecker;
import dev.safe4j.test.history.Operation;
import dev.safe4j.test.history.Verdict;
import dev.safe4j.test.race.Race;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many callers at once, on two stores. */
abstract class RaceCases extends KeyCases {

    private static final int CALLERS = 16;
    private static final int TRIES = 40;
    /** Clocks tell the end of a lease in whole milliseconds. */
    private static final long CLOCK_STEP = Duration.ofMillis(5).toNanos();

    private final History<LeaseModel.Command, LeaseModel.Answer> history = new History<>();
    private final AtomicLong highest = new AtomicLong();
    private final AtomicInteger backwards = new AtomicInteger();
    private final AtomicInteger grants = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void one_of_many_callers_gets_a_free_key() {
        AtomicInteger round = new AtomicInteger();
        Race.of(CALLERS, caller -> ask(stores(caller.number()), request(key("race-" + caller.round()))))
                .rounds(20)
                .given(round::incrementAndGet)
                .refusal(answer -> !(answer instanceof Granted))
                .run()
                .assertSucceeded(1)
                .assertRefused(CALLERS - 1);
        assertEquals(20, round.get());
    }

    @Test
    void one_holds_a_key_at_a_time_and_numbers_grow_as_an_order_of_all_calls_explains() {
        needs(Part.LATENESS);
        Race.of(CALLERS, caller -> tryOften(stores(caller.number()), "caller-" + caller.number()))
                .within(Duration.ofMinutes(2))
                .run()
                .assertNoFailures();
        Verdict verdict = LinearizabilityChecker.check(history, new LeaseModel());
        assertTrue(verdict.isLinearizable(), verdict::toString);
        assertEquals(0, backwards.get(), "numbers that went back");
        assertTrue(refused.get() > 0, "callers met");
        assertTrue(abandoned.get() > 0 && grants.get() > abandoned.get(), "leases ended, and were released");
    }

    private int tryOften(LockStore at, String client) {
        for (int i = 0; i < TRIES; i++) {
            tryOnce(at, client);
        }
        return TRIES;
    }

    private void tryOnce(LockStore at, String client) {
        int fences = has(Part.BLOCKS) ? ThreadLocalRandom.current().nextInt(1, 5) : 1;
        Request request = fences(key("hot"), dev.safe4j.lease.Lease.SHORTEST, fences);
        long asked = System.nanoTime();
        LeaseModel.Answer answer =
                history.call(client, key("hot"), new LeaseModel.Acquire(request.token()), () -> acquire(at, request));
        if (!(answer instanceof LeaseModel.Granted granted)) {
            refused.incrementAndGet();
            return;
        }
        long end = asked + request.length().toNanos() - CLOCK_STEP;
        boolean given = grants.incrementAndGet() % 20 != 0
                && history.call(
                                client,
                                key("hot"),
                                new LeaseModel.Release(request.token()),
                                () -> release(at, request, granted))
                        == LeaseModel.Reply.RELEASED
                && System.nanoTime() - end < 0;
        if (!given) {
            abandoned.incrementAndGet();
            history.add(Operation.unanswered("clock", key("hot"), new LeaseModel.Expire(request.token()), end));
            await("the lease to end", () -> System.nanoTime() - end > 0);
        }
    }

    private LeaseModel.Answer acquire(LockStore at, Request request) {
        if (!(ask(at, request) instanceof Granted granted)) {
            return LeaseModel.Reply.REFUSED;
        }
        return new LeaseModel.Granted(granted.firstFence());
    }

    /** Some numbers of the block are used, in order, while it is held; the rest is given back. */
    private LeaseModel.Answer release(LockStore at, Request request, LeaseModel.Granted granted) {
        long last = granted.token() + ThreadLocalRandom.current().nextInt(request.fences());
        long before = highest.getAndAccumulate(last, Math::max);
        Released released = release(at, new Release(request.key(), request.token(), last, Duration.ZERO));
        if (before >= granted.token()
                && released != Released.LOST) { // one who comes after its lease is refused by its number
            backwards.incrementAndGet();
        }
        return released == Released.LOST ? LeaseModel.Reply.LOST : LeaseModel.Reply.RELEASED;
    }
}
