package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups, of which one job is run at a time, and types that have a pace. */
abstract class JobTurnCases extends JobEndingCases {

    private List<Claimed> claimInTurn(JobStore from, int atMost) {
        from.tidy(JobStore.MOST_AT_ONCE, LONG);
        return claim(from, atMost);
    }

    @Test
    void one_job_of_a_group_is_run_at_a_time_in_order() {
        for (int i = 1; i <= 3; i++) {
            add(store, grouped("a" + i, "a"));
            add(store, grouped("b" + i, "b"));
        }
        for (int i = 1; i <= 3; i++) {
            List<Claimed> claimed = claimInTurn(stores(i), 10);
            assertEquals(
                    List.of("a" + i, "b" + i),
                    payloads(claimed).stream().sorted().toList());
            assertEquals(List.of(), claimInTurn(other, 10), "while one of the group runs");
            claimed.forEach(each -> assertTrue(done(store, each)));
        }
        assertEquals(List.of(), claimInTurn(other, 10));
    }

    @Test
    void when_a_job_of_a_group_ends_the_next_can_be_claimed_at_once() {
        add(store, grouped("1", "a"));
        add(store, grouped("2", "a"));
        add(store, grouped("3", "a"));
        Claimed first = claimInTurn(store, 10).get(0);
        assertTrue(done(store, first));
        Claimed second = claim(other, 10).get(0);
        assertEquals("2", text(second.payload()));
        assertTrue(end(other, new JobEnding.Bury(owner(second), "no", LONG)));
        assertEquals(List.of("3"), payloads(claim(store, 10)));
    }

    @Test
    void a_job_of_a_group_that_waits_to_be_run_again_lets_the_others_pass() {
        add(store, grouped("1", "a"));
        add(store, grouped("2", "a"));
        Claimed first = claimInTurn(store, 10).get(0);
        assertTrue(end(store, new JobEnding.Retry(owner(first), LONG, "failed")));
        assertEquals(List.of("2"), payloads(claimInTurn(other, 10)));
    }

    @Test
    void a_job_of_a_group_that_is_given_back_is_the_next_one() {
        add(store, grouped("1", "a"));
        add(store, grouped("2", "a"));
        Claimed first = claimInTurn(store, 10).get(0);
        assertTrue(end(store, new JobEnding.GiveBack(owner(first))));
        Claimed again = claimInTurn(other, 10).get(0);
        assertEquals("1", text(again.payload()));
        assertEquals(1, again.attempt());
    }

    @Test
    void a_group_goes_on_when_a_claim_runs_out() {
        long id = add(store, grouped("1", "a"));
        store.tidy(10, LONG);
        claimFor(store, shortLease());
        add(store, grouped("2", "a"));
        awaitTidied(other, id);
        assertEquals(List.of("1"), payloads(claimInTurn(other, 10)));
        assertEquals(List.of(), claimInTurn(store, 10));
    }

    @Test
    void a_long_group_keeps_nobody_from_the_others() {
        store.enqueue(
                IntStream.range(0, 300).mapToObj(each -> grouped("a", "a")).toList());
        addAll(3);
        List<String> claimed = payloads(claimInTurn(other, 10));
        assertEquals(
                List.of("a", "job 0", "job 1", "job 2"),
                claimed.stream().sorted().toList());
    }

    @Test
    void a_job_of_a_group_that_is_due_later_has_no_turn_yet() {
        long id = add(store, new JobStore.NewJob(type, bytes("later"), Map.of(), PRIORITY, LONG, null, name("a")));
        add(store, grouped("now", "a"));
        assertEquals(List.of("now"), payloads(claimInTurn(other, 10)));
        assertEquals(JobState.WAITING, state(store, id));
    }

    private Wanted paced(int atMost, Pace pace) {
        return new Wanted(
                List.of(new Claimable(type, ATTEMPTS, pace)),
                atMost,
                "worker 1",
                UUID.randomUUID().toString(),
                LONG);
    }

    @Test
    void no_more_jobs_of_a_type_begin_in_a_time_than_its_pace_says() {
        Pace pace = new Pace(4, Duration.ofMillis(400));
        addAll(12);
        List<Claimed> all = new ArrayList<>();
        StoreCases.await("all are claimed", () -> {
            all.addAll(claim(stores(all.size()), paced(12, pace)));
            return all.size() == 12;
        });
        List<Instant> begun = all.stream().map(Claimed::now).sorted().toList();
        for (int i = 0; i + 8 < 12; i++) { // a burst, and as many in the time after it
            Duration time = Duration.between(begun.get(i), begun.get(i + 8));
            assertTrue(time.compareTo(pace.per()) >= 0, () -> "eight jobs and one more within " + time + ": " + begun);
        }
        all.forEach(each -> assertEquals(1, each.attempt(), "waiting for a turn is no attempt"));
    }

    @Test
    void the_time_that_a_job_is_for_stays_when_it_waits_for_the_pace() {
        Pace pace = new Pace(1, Duration.ofMillis(100));
        Map<Long, Instant> due = new HashMap<>();
        addAll(3).forEach(each -> due.put(each, find(store, each).due()));
        List<Claimed> all = new ArrayList<>();
        StoreCases.await("all are claimed", () -> {
            all.addAll(claim(stores(all.size()), paced(3, pace)));
            return all.size() == 3;
        });
        all.forEach(each -> assertEquals(due.get(each.id()), each.planned(), each::toString));
        assertTrue(all.get(2).due().isAfter(all.get(2).planned()), "it had a later turn");
    }

    @Test
    void after_a_pause_of_the_workers_no_more_than_a_burst_begin_at_once_of_those_whose_turn_has_passed() {
        beginAfterAPause(9);
    }

    @Test
    void after_a_pause_of_the_workers_claims_of_a_few_jobs_each_begin_no_more_than_a_burst_together() {
        beginAfterAPause(2);
    }

    private void beginAfterAPause(int limit) {
        Pace pace = new Pace(2, Duration.ofMillis(300));
        List<Long> ids = addAll(9);
        List<Claimed> all = new ArrayList<>(claim(store, paced(9, pace)));
        assertEquals(2, all.size());
        Instant last = ids.stream()
                .map(each -> find(store, each).due())
                .max(Instant::compareTo)
                .orElseThrow();
        StoreCases.await("all turns have passed", () -> store.now().isAfter(last.plus(pace.per())));
        all.addAll(claim(other, paced(limit, pace)));
        assertEquals(4, all.size(), "a burst, and a burst after the pause");
        StoreCases.await("all are claimed", () -> {
            all.addAll(claim(stores(all.size()), paced(limit, pace)));
            return all.size() == 9;
        });
        List<Instant> begun = all.stream().map(Claimed::now).sorted().toList();
        Duration time = Duration.between(begun.get(2), begun.get(8));
        assertTrue(time.compareTo(pace.per()) >= 0, () -> "a burst and five more within " + time + ": " + begun);
    }

    @Test
    void after_a_pause_a_burst_begins_at_once_and_the_next_later() {
        Pace pace = new Pace(3, Duration.ofSeconds(30));
        addAll(5);
        assertEquals(3, claim(store, paced(5, pace)).size());
        assertEquals(List.of(), claim(other, paced(5, pace)));
        assertEquals(2, store.list(JobState.READY, type, 0, 10).size());
    }

    @Test
    void a_type_that_is_out_of_pace_keeps_nobody_from_another() {
        Pace pace = new Pace(1, Duration.ofSeconds(30));
        addAll(5);
        add(store, job(name("report"), "report", PRIORITY, Duration.ZERO));
        List<Claimable> types =
                List.of(new Claimable(type, ATTEMPTS, pace), new Claimable(name("report"), ATTEMPTS, null));
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            claimed.addAll(payloads(claim(
                    store, new Wanted(types, 10, "worker 1", UUID.randomUUID().toString(), LONG))));
        }
        assertEquals(List.of("job 0", "report"), claimed.stream().sorted().toList());
    }

    @Test
    void many_that_came_at_once_hide_from_a_worker_of_few_neither_other_jobs_nor_turns_that_have_come() {
        Pace pace = new Pace(2, Duration.ofMillis(200));
        addAll(600);
        add(store, job(name("report"), "report", 0, Duration.ZERO));
        List<Claimable> types =
                List.of(new Claimable(type, ATTEMPTS, pace), new Claimable(name("report"), ATTEMPTS, null));
        List<Claimed> claimed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            claimed.addAll(claim(
                    stores(i),
                    new Wanted(types, 2, "worker 1", UUID.randomUUID().toString(), LONG)));
        }
        assertTrue(payloads(claimed).contains("report"), () -> "eight claims of two brought " + payloads(claimed));
        StoreCases.await("a turn has come", () -> {
            Instant now = store.now();
            return store.list(JobState.READY, type, 0, JobStore.MOST_AT_ONCE).stream()
                    .anyMatch(each -> each.due().isBefore(now));
        });
        assertTrue(!claim(other, paced(2, pace)).isEmpty(), "it begins at the next look");
    }
}
