package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What an owner may write, and that nobody else may; what becomes of jobs whose owner is gone. */
abstract class JobOwnerCases extends JobClaimCases {

    /** A claim that ran out, and whose job somebody else has now. */
    private Owner lost(long id) {
        Claimed first = claimFor(store, shortLease());
        Owner lost = owner(first);
        awaitTidied(other, id);
        Claimed second = claimOne(other);
        assertEquals(id, second.id());
        assertEquals(2, second.attempt());
        return lost;
    }

    @Test
    void r02_who_lost_a_claim_writes_nothing() {
        long id = add(store, job("a"));
        Owner lost = lost(id);
        StoredJob before = find(store, id);
        assertEquals(List.of(false), store.renew(List.of(lost), LONG));
        assertFalse(store.save(lost, 0.5, "half"));
        for (JobEnding each : List.<JobEnding>of(
                new JobEnding.Done(lost, Duration.ZERO),
                new JobEnding.Done(lost, LONG),
                new JobEnding.Retry(lost, Duration.ZERO, "no"),
                new JobEnding.Bury(lost, "no", LONG),
                new JobEnding.GiveBack(lost),
                new JobEnding.Renew(lost, store.now(), "no"))) {
            assertFalse(end(store, each), each::toString);
        }
        StoredJob after = find(store, id);
        assertEquals(before.attempt(), after.attempt());
        assertEquals(before.saved(), after.saved());
        assertEquals(JobState.RUNNING, after.state());
    }

    @Test
    void r02_a_claim_that_has_ended_writes_nothing() {
        long id = add(store, job("a"));
        Claimed claimed = claimOne(store);
        assertTrue(retry(store, claimed));
        assertFalse(store.save(owner(claimed), 1, null));
        assertEquals(List.of(false), store.renew(List.of(owner(claimed)), LONG));
        assertFalse(end(other, new JobEnding.Bury(owner(claimed), "no", LONG)));
        assertEquals(JobState.READY, state(other, id));
    }

    @Test
    void r02_a_token_is_of_one_claim_alone() {
        long id = add(store, job("a"));
        claimOne(store);
        Owner nobody = new Owner(id, UUID.randomUUID().toString());
        assertFalse(end(store, new JobEnding.Done(nobody, Duration.ZERO)));
        assertEquals(List.of(false), store.renew(List.of(nobody), LONG));
        assertFalse(end(store, new JobEnding.Done(new Owner(id, ""), Duration.ZERO)));
        assertFalse(end(store, new JobEnding.Done(new Owner(-1, "a"), Duration.ZERO)));
    }

    @Test
    void r03_a_renewed_claim_does_not_run_out_and_its_end_is_taken() {
        long id = add(store, job("a"));
        Claimed claimed = claimFor(store, shortLease());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    List.of(true),
                    store.renew(List.of(owner(claimed)), shortLease().multipliedBy(3)));
            assertEquals(
                    0, other.tidy(10, LONG).reclaimed() + other.tidy(10, LONG).buried());
        }
        assertEquals(List.of(true), store.renew(List.of(owner(claimed)), LONG));
        assertEquals(JobState.RUNNING, state(other, id));
        assertTrue(done(store, claimed));
        assertNull(store.find(id));
    }

    @Test
    void r03_many_claims_are_renewed_at_once_and_each_is_answered() {
        addAll(50);
        List<Claimed> claimed = claim(store, 50);
        assertTrue(done(store, claimed.get(7)));
        List<Owner> owners = new ArrayList<>(claimed.stream().map(this::owner).toList());
        Collections.reverse(owners); // no order is needed
        List<Boolean> answers = other.renew(owners, LONG);
        for (int i = 0; i < 50; i++) {
            assertEquals(i != 50 - 1 - 7, answers.get(i), "claim " + i);
        }
        assertEquals(List.of(), store.renew(List.of(), LONG));
    }

    /** A claim that ran out, and the one after it of the same job: a worker whose store was away may have both. */
    private List<Owner> lostAndHeld() {
        Owner lost = lost(add(store, job("a")));
        return List.of(lost, ownerOf(lost.id()));
    }

    @Test
    void r02_r03_of_two_claims_of_one_job_that_are_renewed_together_the_one_that_holds_lasts() {
        List<Owner> both = lostAndHeld();
        assertEquals(List.of(false, true), store.renew(both, LONG));
        assertEquals(List.of(true, false), store.renew(List.of(both.get(1), both.get(0)), LONG));
        assertTrue(end(store, new JobEnding.Done(both.get(1), Duration.ZERO)));
    }

    @Test
    void r02_r09_of_two_claims_of_one_job_that_end_together_the_one_that_holds_ends() {
        List<BiFunction<Owner, String, JobEnding>> kinds = List.of(
                (owner, whose) -> new JobEnding.GiveBack(owner),
                (owner, whose) -> new JobEnding.Retry(owner, Duration.ZERO, whose),
                (owner, whose) -> new JobEnding.Renew(owner, store.now(), whose),
                (owner, whose) -> new JobEnding.Bury(owner, whose, LONG),
                (owner, whose) -> new JobEnding.Done(owner, LONG),
                (owner, whose) -> new JobEnding.Done(owner, Duration.ZERO));
        for (BiFunction<Owner, String, JobEnding> each : kinds) {
            List<Owner> both = lostAndHeld();
            JobEnding lost = each.apply(both.get(0), "lost");
            JobEnding held = each.apply(both.get(1), "held");
            assertEquals(List.of(false, true), store.end(List.of(lost, held)), held::toString);
            StoredJob found = store.find(held.owner().id());
            assertTrue(found == null || !found.saved().history().contains("lost"), held::toString);
            assertEquals(List.of(false, false), store.end(List.of(lost, held)), held::toString);
            claim(store, 1); // what can be run again is out of the way of the next one
        }
    }

    @Test
    void a_claim_that_ran_out_is_not_renewed_though_nobody_has_taken_it() {
        long id = add(store, job("a"));
        Claimed claimed = claimFor(store, Duration.ofMillis(100));
        Instant answered = store.now();
        StoreCases.await("the claim runs out", () -> store.now().isAfter(answered.plusMillis(100)));
        assertEquals(List.of(false), store.renew(List.of(owner(claimed)), LONG));
        awaitTidied(other, id);
    }

    @Test
    void r04_a_claim_that_ran_out_is_given_to_another() {
        long id = add(store, job("a"));
        claimFor(store, shortLease());
        assertEquals(List.of(), claim(other, 1));
        awaitTidied(other, id);
        StoredJob found = find(store, id);
        assertEquals(JobState.READY, found.state());
        assertTrue(found.saved().history().contains("worker 1"), found.saved().history());
        assertEquals(2, claimOne(other).attempt());
    }

    @Test
    void r04_r05_a_job_without_an_attempt_left_is_dead_when_its_claim_runs_out() {
        long id = add(store, job("a"));
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            claimFor(store, Duration.ofMillis(100));
            awaitTidied(other, id);
            assertEquals(JobState.READY, state(store, id), "after attempt " + attempt);
        }
        claimFor(store, Duration.ofMillis(100));
        awaitTidied(other, id);
        StoredJob found = find(store, id);
        assertEquals(JobState.DEAD, found.state());
        assertEquals(ATTEMPTS, found.attempt());
        assertEquals(
                ATTEMPTS, found.saved().history().lines().count(), found.saved().history());
        assertEquals(List.of(), claim(store, 1));
    }

    @Test
    void r04_what_ran_out_is_taken_in_bounded_steps() {
        addAll(5);
        claim(store, wanted(5, Duration.ofMillis(100)));
        AtomicInteger reclaimed = new AtomicInteger();
        StoreCases.await("all have run out", () -> {
            int step = other.tidy(2, LONG).reclaimed();
            assertTrue(step <= 2);
            return reclaimed.addAndGet(step) == 5;
        });
        assertEquals(5, claim(other, 10).size());
    }

    @Test
    void progress_and_resume_point_are_there_for_the_next_attempt() {
        long id = add(store, job("a"));
        Claimed first = claimOne(store);
        assertTrue(store.save(owner(first), 0.25, "row 日本\n17"));
        assertTrue(store.save(owner(first), 0.5, "row 日本\n18"));
        assertEquals(0.5, find(other, id).saved().progress());
        assertTrue(end(store, new JobEnding.Retry(owner(first), Duration.ZERO, "failed\n\tat line 1")));
        Claimed second = claimOne(other);
        assertEquals(new JobStore.Saved(0.5, "row 日本\n18", "failed\n\tat line 1"), second.saved());
        assertTrue(store.save(owner(second), 0, null));
        assertNull(find(other, id).saved().resume());
    }
}
