package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found without a claim, how long answers are kept, and who decides what nobody completed. */
abstract class ExpiryCases extends OwnerCases {

    @Test
    void a_look_claims_nothing() {
        assertNull(store.look(id("a")));
        Owner owner = first(other, wanted(id("a")));
        Running running = assertInstanceOf(Running.class, store.look(id("a")));
        assertEquals(1, running.attempt());
        HoldingCases.assertBetween(LONG.minusMinutes(1), running.remaining(), LONG);
        assertTrue(other.abandon(owner));
        assertEquals(
                1, assertInstanceOf(Indeterminate.class, store.look(id("a"))).attempt());
        granted(other, wanted(id("a")), 2);
    }

    @Test
    void t7_an_answer_that_has_expired_is_found_by_nobody_and_the_request_begins_anew() {
        Owner before = first(store, asking(id("a"), TWO_SWEETS));
        assertTrue(store.record(before, "mail", ANSWER));
        long asked = System.nanoTime();
        assertTrue(store.complete(before, ANSWER, shortLease()));
        assertEquals(ANSWER, completed(other, wanted(id("a"))).answer());
        StoreCases.await("the answer to expire", () -> store.look(id("a")) == null);
        Duration kept = since(asked);
        assertTrue(kept.plusMillis(5).compareTo(shortLease()) >= 0, () -> "it was kept for " + kept);
        Owner anew = first(other, asking(id("a"), TEN_SWEETS));
        assertEquals(Map.of(), store.steps(id("a")), "steps of a request that is forgotten");
        assertFalse(store.complete(before, ANSWER, LONG));
        refused(store, asking(id("a"), TWO_SWEETS));
        assertTrue(other.complete(anew, OTHER_ANSWER, LONG));
    }

    @Test
    void t7_a_claim_alone_finds_that_an_answer_has_expired() {
        done(store, id("a"), shortLease());
        Wanted next = asking(id("a"), TEN_SWEETS); // refused, until the other one has expired
        StoreCases.await("the answer to expire", () -> other.claim(next) instanceof Granted);
        assertEquals(1, assertInstanceOf(Granted.class, other.claim(next)).attempt());
        running(store, asking(id("a"), TEN_SWEETS));
    }

    @Test
    void t7_the_time_counts_from_the_completion_on_and_not_from_the_claim() {
        Owner owner = first(store, wanted(id("a"), shortLease()));
        StoreCases.await("the lease to end", () -> other.look(id("a")) instanceof Indeterminate);
        assertTrue(store.complete(owner, ANSWER, LONG));
        assertEquals(ANSWER, completed(other, wanted(id("a"))).answer());
    }

    @Test
    void an_answer_is_kept_for_a_hundred_years() {
        done(store, id("a"), Duration.ofDays(36_500));
        other.purge(1_000);
        assertEquals(ANSWER, completed(other, wanted(id("a"))).answer());
    }

    @Test
    void times_are_those_of_one_clock() {
        done(store, id("a"), LONG);
        done(other, id("b"), LONG);
        abandoned(id("c"));
        Instant first = completed(other, wanted(id("a"))).since();
        Instant second = completed(store, wanted(id("b"))).since();
        Instant third = indeterminate(other, leaving(id("c"))).since();
        assertFalse(second.isBefore(first), () -> first + " was before " + second);
        assertFalse(third.isBefore(second), () -> second + " was before " + third);
        assertTrue(Duration.between(first, third).compareTo(Duration.ofSeconds(30)) < 0, () -> first + " to " + third);
    }

    @Test
    void m23_a_purge_deletes_what_has_expired_in_bounded_steps_and_nothing_else() {
        List<RequestId> expired =
                IntStream.range(0, 7).mapToObj(i -> id("old-" + i)).toList();
        expired.forEach(each -> done(store, each, Duration.ofMillis(50)));
        done(store, id("kept"), LONG);
        first(store, wanted(id("running")));
        abandoned(id("abandoned"));
        done(store, id("last"), Duration.ofMillis(100));
        StoreCases.await("the answers to expire", () -> other.look(id("last")) == null); // the others are not looked at
        int purged = 0;
        for (int step = other.purge(3); step > 0; step = other.purge(3)) {
            assertTrue(step <= 3, "3 at most, and not " + step);
            purged += step;
        }
        assertTrue(purgesItself() || purged >= 7, "7 had expired, and these were deleted: " + purged);
        completed(other, wanted(id("kept")));
        running(other, wanted(id("running")));
        granted(other, wanted(id("abandoned")), 2);
        expired.forEach(each -> first(other, wanted(each)));
    }

    @Test
    void t6_an_indeterminate_request_is_resolved_with_an_answer() {
        Owner late = abandoned(id("a"));
        assertTrue(other.resolve(id("a"), 1, OTHER_ANSWER, LONG));
        Completed found = completed(store, leaving(id("a")));
        assertEquals(OTHER_ANSWER, found.answer());
        assertFalse(store.complete(late, ANSWER, LONG), "it was decided without its owner");
        assertFalse(store.release(late));
        assertFalse(store.record(late, "mail", ANSWER));
        assertEquals(found, other.look(id("a")));
        refused(other, asking(id("a"), TEN_SWEETS));
    }

    @Test
    void t6_an_answer_of_a_resolution_expires_too() {
        abandoned(id("a"));
        assertTrue(other.resolve(id("a"), 1, StoredAnswer.nothing(), shortLease()));
        assertEquals(StoredAnswer.nothing(), completed(store, wanted(id("a"))).answer());
        atItsEnd(store, wanted(id("a")), 1);
    }

    @Test
    void t6_an_indeterminate_request_of_which_nothing_happened_is_forgotten() {
        Owner late = first(store, wanted(id("a")));
        assertTrue(store.record(late, "mail", ANSWER));
        assertTrue(store.abandon(late));
        assertTrue(other.resolve(id("a"), 1, null, LONG));
        assertNull(store.look(id("a")));
        assertFalse(store.complete(late, ANSWER, LONG));
        first(store, asking(id("a"), TEN_SWEETS));
        assertEquals(Map.of(), other.steps(id("a")));
    }

    @Test
    void t6_only_the_attempt_that_was_looked_into_is_resolved_and_only_after_its_lease() {
        Owner owner = first(store, wanted(id("a")));
        assertFalse(other.resolve(id("a"), 1, ANSWER, LONG), "its owner is at it");
        assertTrue(store.abandon(owner));
        assertFalse(other.resolve(id("a"), 2, ANSWER, LONG));
        assertTrue(store.abandon(granted(store, wanted(id("a")), 2)));
        assertFalse(other.resolve(id("a"), 1, null, LONG), "somebody took over since");
        assertTrue(other.resolve(id("a"), 2, ANSWER, LONG));
        completed(store, wanted(id("a")));
    }
}
