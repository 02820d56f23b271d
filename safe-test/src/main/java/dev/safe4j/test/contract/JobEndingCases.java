package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Revival;
import dev.safe4j.job.JobStore.Saved;
import dev.safe4j.job.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How jobs end, and what can be seen and done of them after that. */
abstract class JobEndingCases extends JobOwnerCases {

    @Test
    void a_job_that_is_done_is_gone_or_kept_for_its_time() {
        List<Long> ids = addAll(2);
        assertTrue(end(store, new JobEnding.Done(owner(claimOne(store)), Duration.ZERO)));
        assertTrue(end(store, new JobEnding.Done(owner(claimOne(store)), shortLease())));
        assertNull(other.find(ids.get(0)));
        assertEquals(JobState.DONE, state(other, ids.get(1)));
        StoreCases.await("it is purged", () -> {
            other.purge(10);
            return store.find(ids.get(1)) == null;
        });
    }

    @Test
    void what_is_kept_longer_is_not_purged_nor_what_is_to_be_run() {
        List<Long> ids = addAll(4);
        assertTrue(end(store, new JobEnding.Done(owner(claimOne(store)), LONG)));
        assertTrue(end(store, new JobEnding.Bury(owner(claimOne(store)), "no", LONG)));
        claimOne(store);
        assertEquals(0, other.purge(1_000));
        ids.forEach(each -> find(store, each));
    }

    @Test
    void a_purge_is_bounded() {
        addAll(5);
        store.end(claim(store, 5).stream()
                .map(each -> (JobEnding) new JobEnding.Bury(owner(each), "no", Duration.ofMillis(1)))
                .toList());
        Instant over = store.now().plusMillis(2);
        StoreCases.await("their time is over", () -> other.now().isAfter(over));
        assertEquals(2, other.purge(2));
        assertEquals(3, other.purge(1_000));
        assertEquals(0, other.purge(1_000));
    }

    @Test
    void r07_a_job_that_failed_is_due_after_its_delay() {
        long id = add(store, job("a"));
        Claimed claimed = claimOne(store);
        Instant due = store.now().plus(shortLease());
        assertTrue(end(store, new JobEnding.Retry(owner(claimed), shortLease(), "failed")));
        assertEquals("failed", find(other, id).saved().history());
        claimWhenDue(other, due);
        assertEquals(2, find(other, id).attempt());
    }

    @Test
    void r07_the_time_that_a_job_is_for_stays_when_it_is_run_again() {
        long id = add(store, job("a"));
        Claimed first = claimOne(store);
        assertEquals(first.due(), first.planned());
        assertTrue(retry(store, first));
        Claimed again = claimOne(other);
        assertEquals(first.planned(), again.planned());
        assertTrue(again.due().isAfter(first.due()), "due when it is to be run again");
        assertTrue(retry(other, again));
        Claimed third = claimOne(store);
        assertEquals(first.planned(), third.planned());
        assertTrue(end(store, new JobEnding.Bury(owner(third), "no", LONG)));
        assertEquals(Revival.RETRIED, other.retry(id));
        assertEquals(first.planned(), claimOne(store).planned(), "of a dead letter too");
    }

    @Test
    void r07_a_job_that_is_moved_or_renewed_is_for_its_new_time() {
        long id = add(store, job("a"));
        assertTrue(retry(store, claimOne(store)));
        Instant moved = store.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
        assertTrue(store.move(id, bytes("a"), moved, bytes("b")));
        Claimed claimed = claimOne(other);
        assertEquals(moved, claimed.planned());
        assertEquals(moved, claimed.due());
        assertTrue(retry(store, claimed));
        Claimed again = claimOne(other);
        assertEquals(moved, again.planned());
        assertTrue(end(store, new JobEnding.Renew(owner(again), moved.plusSeconds(1), "")));
        assertEquals(moved.plusSeconds(1), claimOne(other).planned());
    }

    @Test
    void r06_a_job_that_is_given_back_has_its_attempt_and_its_place_as_before() {
        List<Long> ids = addAll(3);
        List<Claimed> claimed = claim(store, 2);
        assertTrue(end(other, new JobEnding.GiveBack(owner(claimed.get(0)))));
        Claimed again = claimOne(other);
        assertEquals(ids.get(0), again.id());
        assertEquals(1, again.attempt());
        assertEquals(claimed.get(0).due(), again.due());
    }

    @Test
    void a_job_that_is_renewed_begins_anew_at_its_time() {
        long id = add(store, job("a"));
        assertTrue(retry(store, claimOne(store)));
        Claimed second = claimOne(store);
        assertTrue(store.save(owner(second), 0.5, "half"));
        Instant due = store.now().plus(shortLease());
        assertTrue(end(store, new JobEnding.Renew(owner(second), due, "kept")));
        claimWhenDue(other, due.truncatedTo(ChronoUnit.MILLIS));
        StoredJob found = find(other, id);
        assertEquals(1, found.attempt());
        assertEquals(new Saved(-1, null, "kept"), found.saved());
        assertTrue(Duration.between(due, found.due()).abs().toMillis() < 1, due + " " + found.due());
    }

    @Test
    void r09_endings_of_all_kinds_go_together_and_each_is_answered() {
        addAll(6);
        List<Claimed> jobs = claim(store, 6);
        assertTrue(done(store, jobs.get(5)));
        List<Boolean> answers = other.end(List.of(
                new JobEnding.GiveBack(owner(jobs.get(4))),
                new JobEnding.Done(owner(jobs.get(5)), LONG),
                new JobEnding.Bury(owner(jobs.get(3)), "dead", LONG),
                new JobEnding.Retry(owner(jobs.get(2)), LONG, "failed"),
                new JobEnding.Done(owner(jobs.get(1)), LONG),
                new JobEnding.Done(owner(jobs.get(0)), Duration.ZERO)));
        assertEquals(List.of(true, false, true, true, true, true), answers);
        assertNull(store.find(jobs.get(0).id()));
        assertEquals(JobState.DONE, state(store, jobs.get(1).id()));
        assertEquals("failed", find(store, jobs.get(2).id()).saved().history());
        assertEquals("dead", find(store, jobs.get(3).id()).saved().history());
        assertEquals(0, find(store, jobs.get(4).id()).attempt());
    }

    @Test
    void a_dead_letter_is_listed_with_its_history_retried_and_dropped() {
        List<Long> ids = addAll(3);
        claim(store, 3).forEach(each -> assertTrue(end(store, new JobEnding.Bury(owner(each), "日本\n\tat x", LONG))));
        List<StoredJob> dead = other.list(JobState.DEAD, type, 0, 10);
        assertEquals(ids, dead.stream().map(StoredJob::id).toList());
        assertEquals("日本\n\tat x", dead.get(0).saved().history());
        assertArrayEquals(bytes("job 0"), dead.get(0).payload());
        assertEquals(
                ids.subList(1, 2),
                other.list(JobState.DEAD, type, ids.get(0), 1).stream()
                        .map(StoredJob::id)
                        .toList());
        assertEquals(Revival.RETRIED, other.retry(ids.get(0)));
        assertEquals(Revival.NOT_DEAD, store.retry(ids.get(0)));
        Claimed again = claimOne(store);
        assertEquals(1, again.attempt());
        assertEquals("日本\n\tat x", again.saved().history());
        assertTrue(other.drop(ids.get(1)));
        assertFalse(other.drop(ids.get(1)));
        assertFalse(other.drop(ids.get(0)), "it is running");
        assertEquals(Revival.NOT_DEAD, store.retry(ids.get(1)));
        assertEquals(1, store.list(JobState.DEAD, type, 0, 10).size());
    }

    @Test
    void jobs_are_counted_by_type_and_state_with_the_age_of_the_oldest() {
        addAll(5);
        add(store, job(type, "later", PRIORITY, LONG));
        assertTrue(end(store, new JobEnding.Bury(owner(claimOne(store)), "no", LONG)));
        claimOne(store);
        Instant later = store.now().plusMillis(20);
        StoreCases.await("some time", () -> other.now().isAfter(later));
        Map<JobState, JobCount> counts = other.counts().stream()
                .filter(each -> each.type().equals(type))
                .collect(Collectors.toMap(JobCount::state, each -> each));
        assertEquals(4, of(counts, JobState.READY).jobs());
        assertEquals(1, of(counts, JobState.DEAD).jobs());
        assertEquals(1, of(counts, JobState.RUNNING).jobs());
        assertEquals(3, counts.size());
        assertTrue(of(counts, JobState.READY).oldest().toMillis() >= 20, counts::toString);
        assertEquals(Duration.ZERO, of(counts, JobState.DEAD).oldest());
    }

    private static JobCount of(Map<JobState, JobCount> counts, JobState state) {
        return Objects.requireNonNull(counts.get(state), () -> "no jobs are " + state + ": " + counts);
    }

    @Test
    void a_job_that_nobody_is_at_can_be_moved() {
        long id = add(store, job(type, "tomorrow", PRIORITY, Duration.ofDays(1)));
        assertFalse(other.move(id, bytes("today"), store.now(), bytes("not what was seen")));
        Instant due = store.now().truncatedTo(ChronoUnit.MILLIS);
        assertTrue(other.move(id, bytes("tomorrow"), due, bytes("now")));
        assertFalse(store.move(id, bytes("tomorrow"), store.now(), bytes("moved by another")));
        assertEquals(due, Objects.requireNonNull(store.find(id)).due());
        Claimed claimed = claimOne(store);
        assertEquals("now", text(claimed.payload()));
        assertFalse(other.move(id, bytes("now"), store.now(), bytes("too late")));
        assertTrue(done(store, claimed));
        assertFalse(other.move(id, bytes("now"), store.now(), bytes("gone")));
    }

    @Test
    void r11_one_job_stands_for_all_with_its_key_while_it_is_not_done_or_dead() {
        Enqueued first = store.enqueue(List.of(same("1", "order"))).get(0);
        assertTrue(first.isNew());
        assertEquals(
                new Enqueued(first.id(), false),
                other.enqueue(List.of(same("2", "order"))).get(0));
        assertTrue(other.enqueue(List.of(same("2", "Order"))).get(0).isNew(), "keys are told apart to the letter");
        Claimed claimed = claimOne(store);
        assertEquals(first.id(), claimed.id());
        assertEquals("1", text(claimed.payload()));
        assertFalse(other.enqueue(List.of(same("3", "order"))).get(0).isNew(), "while it is run");
        assertTrue(retry(store, claimed));
        assertFalse(other.enqueue(List.of(same("4", "order"))).get(0).isNew(), "while it waits to be run again");
    }

    @Test
    void r11_a_key_is_free_again_when_its_job_is_done_kept_or_dead() {
        for (int i = 0; i < 3; i++) {
            Enqueued enqueued = store.enqueue(List.of(same("a", "order"))).get(0);
            assertTrue(enqueued.isNew(), "round " + i);
            Claimed claimed = claimOne(other);
            assertEquals(enqueued.id(), claimed.id());
            JobEnding ending = i == 0
                    ? new JobEnding.Done(owner(claimed), Duration.ZERO)
                    : i == 1
                            ? new JobEnding.Done(owner(claimed), LONG)
                            : new JobEnding.Bury(owner(claimed), "no", LONG);
            assertTrue(end(store, ending));
        }
        long dead = store.list(JobState.DEAD, type, 0, 1).get(0).id();
        long next = add(store, same("a", "order"));
        assertEquals(Revival.DUPLICATE, store.retry(dead));
        assertEquals(JobState.DEAD, state(store, dead));
        assertTrue(done(store, claimOne(store)));
        assertNull(store.find(next));
        assertEquals(Revival.RETRIED, store.retry(dead));
        assertFalse(
                store.enqueue(List.of(same("a", "order"))).get(0).isNew(), "a job that was retried has its key again");
    }

    @Test
    void r11_a_key_counts_within_a_type() {
        assertTrue(store.enqueue(List.of(same("a", "order"))).get(0).isNew());
        assertTrue(store.enqueue(List.of(
                        new NewJob(name("report"), bytes("a"), Map.of(), PRIORITY, Duration.ZERO, name("order"), null)))
                .get(0)
                .isNew());
    }
}
