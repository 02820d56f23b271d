package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.test.race.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What every {@link JobStore} has to do, as tests: extend it, say how to open the store, and run it. A store that passes can be put under
 * {@link dev.safe4j.job.JobQueue}.
 *
 * <p>The names of the cases carry the numbers of the rules: R1 what a claim writes, R2 the token that every later write carries, R3
 * renewals, R4 claims that ran out, R5 attempts, R6 jobs that are given back, R7 delays, R8 transactions, R9 the order of writes, R10
 * finished jobs, R11 deduplication.
 *
 * <p>Each case works with types of its own, so the state may be shared by the cases and need not be emptied, but no worker may run beside
 * them. Leases are short and their ends are waited for; nothing depends on the clock of the machine that runs the tests. Not thread-safe:
 * run the cases one after the other.
 *
 * <pre>{@code
 * class MyJobStoreTest extends JobStoreContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     protected JobStore openStore() {
 *         return new MyJobStore(server.address());
 *     }
 * }
 * }</pre>
 */
public abstract class JobStoreContract extends JobTurnCases {

    private static final int CALLERS = 8;
    private static final int JOBS = 400;
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** For subclasses; stores are opened before each case and closed after it. */
    protected JobStoreContract() {}

    @Test
    void r01_of_many_who_claim_at_once_each_gets_others_and_none_more_than_it_asked_for() {
        Set<Long> ids = Set.copyOf(addAll(JOBS));
        Map<Long, Integer> claims = new ConcurrentHashMap<>();
        Race.of(CALLERS, caller -> {
                    AtomicInteger mine = new AtomicInteger();
                    StoreCases.await("no job is left", () -> {
                        List<Claimed> claimed = stores(caller.number()).claim(wanted(5, LONG));
                        assertTrue(claimed.size() <= 5, () -> claimed.size() + " jobs instead of five");
                        claimed.forEach(each -> claims.merge(each.id(), 1, Integer::sum));
                        mine.addAndGet(claimed.size());
                        return claims.size() == JOBS;
                    });
                    return mine.get();
                })
                .within(BOUND)
                .run()
                .assertSucceeded(CALLERS);
        assertEquals(ids, claims.keySet());
        claims.forEach((id, times) -> assertEquals(1, times, () -> "job " + id));
    }

    @Test
    void r01_r09_jobs_are_claimed_renewed_and_ended_by_many_at_once() {
        addAll(JOBS);
        AtomicInteger ended = new AtomicInteger();
        Race.of(CALLERS, caller -> {
                    JobStore at = stores(caller.number());
                    StoreCases.await("all are done", () -> {
                        JobStore.Wanted wanted = wanted(7, LONG);
                        List<Owner> owners = at.claim(wanted).stream()
                                .map(each -> new Owner(each.id(), wanted.token()))
                                .toList();
                        assertTrue(at.renew(owners, LONG).stream().allMatch(each -> each));
                        List<JobEnding> endings = owners.stream()
                                .map(each -> (JobEnding) new JobEnding.Done(each, Duration.ZERO))
                                .toList();
                        assertTrue(at.end(endings).stream().allMatch(each -> each));
                        at.tidy(10, LONG);
                        return ended.addAndGet(owners.size()) == JOBS;
                    });
                    return caller.number();
                })
                .within(BOUND)
                .run()
                .assertSucceeded(CALLERS);
        assertEquals(List.of(), store.list(JobState.READY, type, 0, 10));
        assertEquals(List.of(), store.list(JobState.RUNNING, type, 0, 10));
    }

    @Test
    void r04_a_claim_that_runs_out_while_it_is_ended_is_one_or_the_other() {
        for (int round = 0; round < 20; round++) {
            long id = add(store, job("a"));
            Claimed claimed = claimFor(store, Duration.ofMillis(100));
            Owner owner = owner(claimed);
            StoreCases.await(
                    "it is about to run out",
                    () -> store.now().isAfter(claimed.now().plusMillis(95)));
            AtomicLong answers = new AtomicLong();
            Race.of(2, caller -> {
                        if (caller.number() == 0) {
                            other.tidy(10, LONG);
                        } else if (end(store, new JobEnding.Done(owner, LONG))) {
                            answers.incrementAndGet();
                        }
                        return caller.number();
                    })
                    .run()
                    .assertSucceeded(2);
            assertEquals(answers.get() == 1, state(store, id) == JobState.DONE, "round " + round);
            awaitTidied(other, id);
            claim(store, 1).forEach(each -> assertTrue(done(store, each)));
        }
    }

    @Test
    void r11_of_many_who_enqueue_under_one_key_at_once_one_adds_a_job() {
        Race.of(
                        CALLERS,
                        caller -> stores(caller.number())
                                .enqueue(List.of(same("by " + caller.number(), "order-" + caller.round())))
                                .get(0)
                                .isNew())
                .rounds(10)
                .within(BOUND)
                .refusal(isNew -> !isNew)
                .run()
                .assertSucceeded(1)
                .assertRefused(CALLERS - 1);
        assertEquals(10, all(store, 100).size());
    }

    @Test
    void of_many_who_claim_at_once_no_two_have_a_job_of_one_group() {
        for (int i = 0; i < 60; i++) {
            add(store, grouped("job " + i, "group " + i % 3));
        }
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger done = new AtomicInteger();
        Race.of(CALLERS, caller -> {
                    JobStore at = stores(caller.number());
                    StoreCases.await("all are done", () -> {
                        at.tidy(10, LONG);
                        JobStore.Wanted wanted = wanted(2, LONG);
                        for (Claimed each : at.claim(wanted)) {
                            AtomicInteger group =
                                    running.computeIfAbsent(String.valueOf(each.group()), name -> new AtomicInteger());
                            assertEquals(1, group.incrementAndGet(), () -> "jobs of " + each.group() + " at a time");
                            LockSupport.parkNanos(1_000);
                            group.decrementAndGet();
                            assertTrue(
                                    end(at, new JobEnding.Done(new Owner(each.id(), wanted.token()), Duration.ZERO)));
                            done.incrementAndGet();
                        }
                        return done.get() == 60;
                    });
                    return caller.number();
                })
                .within(BOUND)
                .run()
                .assertSucceeded(CALLERS);
    }
}
