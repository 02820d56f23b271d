package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Saved;
import dev.safe4j.job.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which jobs are claimed, and as what. */
abstract class JobClaimCases extends JobCases {

    private static final List<String> ALIKE = List.of(
            "mail",
            "Mail",
            "MAIL",
            "mail ",
            " mail",
            "straße",
            "strasse",
            "cafe",
            "café",
            "cafe\u0301",
            "i",
            "ı",
            "\u212a",
            "k",
            "K",
            "日本",
            "🍬",
            "🍭",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "a:b",
            "0",
            "00",
            "null",
            "*");

    @Test
    void jobs_are_claimed_once_each_in_the_order_in_which_they_came() {
        List<Long> ids = addAll(10);
        assertEquals(10, new HashSet<>(ids).size());
        assertEquals(
                ids.subList(0, 4), claim(store, 4).stream().map(Claimed::id).toList());
        assertEquals(
                ids.subList(4, 8), claim(other, 4).stream().map(Claimed::id).toList());
        assertEquals(
                ids.subList(8, 10), claim(store, 4).stream().map(Claimed::id).toList());
        assertEquals(List.of(), claim(other, 4));
    }

    @Test
    void what_a_job_is_about_comes_back_as_it_was() {
        byte[] payload = new byte[256];
        IntStream.range(0, 256).forEach(each -> payload[each] = (byte) each);
        Map<String, String> context = Map.of("trace id", "00-4bf9 = \n\t\\:#!", "日本", "🍬", "empty", "");
        long id = add(store, new NewJob(type, payload, context, 0, Duration.ZERO, name("key"), null));
        Claimed claimed = claimOne(other);
        assertEquals(id, claimed.id());
        assertEquals(type, claimed.type());
        assertArrayEquals(payload, claimed.payload());
        assertEquals(context, claimed.context());
        assertNull(claimed.group());
        assertEquals(Saved.NOTHING, claimed.saved());
        assertEquals(1, claimed.attempt());
        assertFalse(claimed.now().isBefore(claimed.due()), "it was due");
        assertFalse(claimed.due().isBefore(claimed.created()), "and due from its creation on");
        StoredJob stored = find(store, id);
        assertEquals(JobState.RUNNING, stored.state());
        assertEquals("worker 1", stored.worker());
        assertArrayEquals(payload, stored.payload());
    }

    @Test
    void the_largest_payload_comes_back_whole() {
        byte[] payload = bytes("日本 ".repeat(14_000));
        add(store, new NewJob(type, payload, Map.of(), 0, Duration.ZERO, null, null));
        assertArrayEquals(payload, claimOne(other).payload());
    }

    @Test
    void a_job_is_claimed_only_by_who_asks_for_its_type_to_the_letter() {
        List<String> types = ALIKE.stream().map(each -> each + type).toList();
        types.forEach(each -> add(store, job(each, each, PRIORITY, Duration.ZERO)));
        assertEquals(List.of(), claim(other, 10));
        for (String each : types) {
            List<Claimed> claimed = claim(other, wanted(List.of(each), 10, LONG));
            assertEquals(List.of(each), payloads(claimed), each);
            assertEquals(each, claimed.get(0).type());
        }
    }

    @Test
    void the_longest_names_are_kept_whole() {
        String longest = name("日").repeat(20).substring(0, JobStore.LONGEST_TYPE - 1);
        String group = name("日").repeat(40).substring(0, JobStore.LONGEST_KEY - 1);
        for (String last : List.of("1", "2")) {
            NewJob job = new NewJob(
                    longest + last, bytes(last), Map.of(), PRIORITY, Duration.ZERO, group + last, group + last);
            add(store, job);
        }
        store.tidy(JobStore.MOST_AT_ONCE, LONG);
        List<Claimed> claimed = claim(other, wanted(List.of(longest + "2"), 10, LONG));
        assertEquals(List.of("2"), payloads(claimed));
        assertEquals(group + "2", claimed.get(0).group());
    }

    @Test
    void a_job_is_not_claimed_before_it_is_due() {
        Instant due = store.now().plus(shortLease());
        add(store, job(type, "later", PRIORITY, shortLease()));
        add(store, job(type, "tomorrow", PRIORITY, Duration.ofDays(1)));
        assertEquals("later", text(claimWhenDue(other, due).payload()));
        add(store, job(type, "now", PRIORITY, Duration.ZERO));
        assertEquals(List.of("now"), payloads(claim(other, 10)));
        assertEquals(List.of(), claim(other, 10));
    }

    @Test
    void a_higher_priority_goes_first_over_all_types_and_then_what_has_been_due_for_longer() {
        String second = name("report");
        add(store, job(type, "normal 1", PRIORITY, Duration.ZERO));
        add(store, job(second, "low", 0, Duration.ZERO));
        add(store, job(second, "urgent", JobStore.HIGHEST_PRIORITY, Duration.ZERO));
        add(store, job(type, "normal 2", PRIORITY, Duration.ZERO));
        add(store, job(type, "high", PRIORITY + 1, Duration.ZERO));
        List<Claimed> claimed = claim(other, wanted(List.of(type, second), 4, LONG));
        assertEquals(List.of("urgent", "high", "normal 1", "normal 2"), payloads(claimed));
        assertEquals(List.of("low"), payloads(claim(other, wanted(List.of(type, second), 4, LONG))));
    }

    @Test
    void a_type_without_jobs_keeps_nobody_from_those_of_another() {
        List<Long> ids = addAll(3);
        List<Claimed> claimed = claim(other, wanted(List.of(name("nothing"), type, name("none")), 10, LONG));
        assertEquals(ids, claimed.stream().map(Claimed::id).toList());
    }

    @Test
    void as_many_as_fit_are_claimed_at_once() {
        addAll(JobStore.MOST_AT_ONCE);
        addAll(1);
        assertEquals(JobStore.MOST_AT_ONCE, claim(other, JobStore.MOST_AT_ONCE).size());
        assertEquals(1, claim(store, JobStore.MOST_AT_ONCE).size());
    }

    @Test
    void r05_attempts_are_counted_when_a_job_is_claimed() {
        long id = add(store, job("a"));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Claimed claimed = claimOne(stores(attempt));
            assertEquals(attempt, claimed.attempt());
            assertEquals(attempt, find(store, id).attempt());
            assertTrue(retry(other, claimed));
        }
    }

    @Test
    void a_job_that_is_kept_or_dead_is_not_claimed() {
        addAll(2);
        assertTrue(end(store, new JobEnding.Done(owner(claimOne(store)), LONG)));
        assertTrue(end(store, new JobEnding.Bury(owner(claimOne(store)), "no", LONG)));
        assertEquals(List.of(), claim(other, 10));
    }

    @Test
    void many_scheduled_jobs_of_a_high_priority_do_not_hide_those_that_are_due() {
        store.enqueue(IntStream.range(0, 500)
                .mapToObj(each -> job(type, "later", JobStore.HIGHEST_PRIORITY, Duration.ofDays(1)))
                .toList());
        Set<Long> ids = new HashSet<>(addAll(20));
        assertEquals(ids, new HashSet<>(all(other, 7).stream().map(Claimed::id).toList()));
    }

    @Test
    void the_clock_is_the_stores() {
        Instant before = store.now();
        add(store, job("a"));
        Claimed claimed = claimOne(other);
        Instant after = other.now();
        assertFalse(
                claimed.created().isBefore(before) || claimed.now().isAfter(after),
                () -> before + " " + claimed + " " + after);
    }
}
