package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.lease.Lease;
import dev.safe4j.test.history.History;
import dev.safe4j.test.history.IdempotencyModel;
import dev.safe4j.test.history.IdempotencyModel.Answer;
import dev.safe4j.test.history.IdempotencyModel.Reply;
import dev.safe4j.test.history.LinearizabilityChecker;
import dev.safe4j.test.history.Operation;
import dev.safe4j.test.history.Verdict;
import dev.safe4j.test.race.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Everything at once: claims, completions in time and late, claims given up, leases that end. */
abstract class RequestHistoryCases extends ClaimRaceCases {

    private static final int CALLERS = 12;
    private static final int REQUESTS = 16;
    /** Clocks tell the end of a lease in whole milliseconds. */
    private static final long CLOCK_STEP = Duration.ofMillis(5).toNanos();

    private final History<IdempotencyModel.Command, Answer> history = new History<>();
    private final Set<String> attempts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numberedTwice = new AtomicInteger();
    private final AtomicInteger takenOver = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();

    @Test
    void one_runs_at_a_time_and_one_answer_counts_as_an_order_of_all_calls_explains() {
        Race.of(CALLERS, caller -> all(stores(caller.number()), "caller-" + caller.number()))
                .within(Duration.ofMinutes(2))
                .run()
                .assertNoFailures();
        Verdict verdict = LinearizabilityChecker.check(history, new IdempotencyModel());
        assertTrue(verdict.isLinearizable(), verdict::toString);
        assertEquals(0, numberedTwice.get(), "attempts of one request with the same number");
        assertEquals(REQUESTS, stored.get(), "answers that were stored");
        assertTrue(takenOver.get() > 0 && lost.get() > 0, "claims were taken over, and their owners came too late");
    }

    private int all(IdempotencyStore at, String client) {
        for (int i = 0; i < REQUESTS; i++) {
            untilDone(at, client, id("history-" + i));
        }
        return REQUESTS;
    }

    private void untilDone(IdempotencyStore at, String client, RequestId id) {
        StoreCases.await("an answer of " + id, () -> {
            Wanted wanted = wanted(id, Lease.SHORTEST);
            AtomicLong attempt = new AtomicLong();
            long end = System.nanoTime() + Lease.SHORTEST.toNanos() - CLOCK_STEP;
            Answer answer = history.call(
                    client, id, new IdempotencyModel.Begin(wanted.token()), () -> begin(at, wanted, attempt));
            if (answer == Reply.STARTED) {
                run(at, client, new Owner(id, wanted.token(), attempt.get()), end);
            }
            return answer instanceof IdempotencyModel.Replayed;
        });
    }

    private Answer begin(IdempotencyStore at, Wanted wanted, AtomicLong attempt) {
        IdempotencyStore.Answer answer = at.claim(wanted);
        if (answer instanceof Completed done) {
            return new IdempotencyModel.Replayed(done.answer().text());
        }
        if (!(answer instanceof Granted granted)) {
            return Reply.BUSY;
        }
        attempt.set(granted.attempt());
        takenOver.addAndGet(granted.attempt() > 1 ? 1 : 0);
        numberedTwice.addAndGet(attempts.add(wanted.id().key() + "#" + granted.attempt()) ? 0 : 1);
        return Reply.STARTED;
    }

    /** In time, given up, late by a little, or so late that somebody has taken over. */
    private void run(IdempotencyStore at, String client, Owner owner, long end) {
        int way = ThreadLocalRandom.current().nextInt(4);
        if (way == 0) {
            Answer reply = history.call(
                    client, owner.id(), new IdempotencyModel.Abandon(owner.token()), () -> abandon(at, owner));
            lost.addAndGet(reply == Reply.LOST ? 1 : 0);
        } else {
            if (way > 1) {
                StoreCases.await("the lease to end", () -> System.nanoTime() - end > 0);
            }
            if (way > 2) {
                StoreCases.await("a take-over", () -> isTakenOver(at, owner));
            }
            Answer reply = history.call(
                    client,
                    owner.id(),
                    new IdempotencyModel.Finish(owner.token(), owner.token()),
                    () -> finish(at, owner));
            (reply == Reply.LOST ? lost : stored).incrementAndGet();
        }
        if (System.nanoTime() - end > 0) {
            history.add(Operation.unanswered("clock", owner.id(), new IdempotencyModel.Expire(owner.token()), end));
        }
    }

    private static boolean isTakenOver(IdempotencyStore at, Owner owner) {
        IdempotencyStore.Answer found = at.look(owner.id());
        return found instanceof Completed || (found instanceof Running running && running.attempt() > owner.attempt());
    }

    private static Reply abandon(IdempotencyStore at, Owner owner) {
        return at.abandon(owner) ? Reply.ABANDONED : Reply.LOST;
    }

    private static Reply finish(IdempotencyStore at, Owner owner) {
        StoredAnswer own = StoredAnswer.result("text", owner.token().getBytes(StandardCharsets.UTF_8));
        return at.complete(owner, own, LONG) ? Reply.STORED : Reply.LOST;
    }
}
