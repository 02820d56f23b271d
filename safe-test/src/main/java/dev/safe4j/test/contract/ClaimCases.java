package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.lease.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who gets a request, and what the others find. */
abstract class ClaimCases extends RequestCases {

    @Test
    void t1_a_request_that_nobody_asked_for_is_granted_as_the_first_attempt() {
        assertNull(store.look(id("a")));
        first(store, wanted(id("a")));
    }

    @Test
    void a_request_that_is_claimed_is_in_progress_for_everybody_else() {
        first(store, wanted(id("a")));
        for (Wanted asked : new Wanted[] {wanted(id("a")), leaving(id("a")), asking(id("a"), null)}) {
            Running running = running(other, asked);
            assertEquals(1, running.attempt());
            HoldingCases.assertBetween(LONG.minusMinutes(1), running.remaining(), LONG);
        }
    }

    @Test
    void t1_a_claim_that_is_sent_again_with_its_token_is_granted_as_the_first_time() {
        Wanted wanted = wanted(id("a"));
        Owner owner = first(store, wanted);
        first(other, wanted);
        running(other, wanted(id("a")));
        assertTrue(store.complete(owner, ANSWER, LONG));
    }

    @Test
    void t2_a_take_over_that_is_sent_again_with_its_token_is_granted_as_the_first_time() {
        abandoned(id("a"));
        Wanted second = wanted(id("a"));
        granted(store, second, 2);
        Owner owner = granted(other, second, 2);
        assertEquals(2, running(store, wanted(id("a"))).attempt());
        assertTrue(store.complete(owner, ANSWER, LONG));
    }

    @Test
    void t2_a_claim_whose_lease_ended_is_taken_over_with_the_next_attempt() {
        long asked = System.nanoTime();
        Owner lost = first(store, wanted(id("a"), shortLease()));
        Owner next = atItsEnd(other, wanted(id("a")), 2);
        Duration lasted = since(asked);
        assertTrue(lasted.plusMillis(5).compareTo(shortLease()) >= 0, () -> "it ended after " + lasted);
        assertEquals(2, running(store, wanted(id("a"))).attempt());
        assertTrue(other.abandon(next));
        assertTrue(other.abandon(granted(store, wanted(id("a")), 3)));
        granted(other, wanted(id("a")), 4);
        assertFalse(store.complete(lost, ANSWER, LONG));
    }

    @Test
    void t2_a_claim_that_is_sent_again_after_its_take_over_gets_nothing() {
        Wanted late = wanted(id("a"));
        assertTrue(store.abandon(first(store, late)));
        Owner next = granted(other, wanted(id("a")), 2);
        assertEquals(2, running(store, late).attempt());
        assertTrue(other.complete(next, ANSWER, LONG));
        assertEquals(ANSWER, completed(store, late).answer());
    }

    @Test
    void t2_a_take_over_needs_the_same_fingerprint() {
        abandoned(id("a"));
        refused(other, asking(id("a"), TEN_SWEETS));
        granted(other, asking(id("a"), TWO_SWEETS), 2);
    }

    @Test
    void t6_a_claim_whose_lease_ended_and_is_not_taken_over_is_indeterminate() {
        Owner lost = first(store, wanted(id("a"), shortLease()));
        Wanted asked = leaving(id("a"));
        StoreCases.await("the lease to end", () -> {
            Answer answer = other.claim(asked);
            assertTrue(answer instanceof Running || answer instanceof Indeterminate, answer::toString);
            return answer instanceof Indeterminate;
        });
        Indeterminate found = indeterminate(store, asked);
        assertEquals(1, found.attempt());
        assertEquals(
                found, other.look(id("a")), "a look finds what a claim finds, and the end of the lease stands still");
        assertTrue(store.complete(lost, ANSWER, LONG), "its owner was only late");
        assertEquals(ANSWER, completed(other, asked).answer());
    }

    @Test
    void t6_an_indeterminate_request_is_refused_to_another_fingerprint() {
        abandoned(id("a"));
        refused(other, new Wanted(id("a"), "token", TEN_SWEETS, LONG, false));
    }

    @Test
    void m19_a_lease_with_nothing_left_is_over_and_not_endless() {
        Owner lost = first(store, wanted(id("a")));
        assertTrue(store.abandon(lost)); // until now, and not a moment longer
        assertInstanceOf(Indeterminate.class, other.look(id("a")));
        indeterminate(other, leaving(id("a")));
        assertFalse(renew(store, lost, LONG), "a lease with nothing left is not renewed");
        granted(other, wanted(id("a")), 2);
    }

    @Test
    void m19_what_is_in_progress_has_a_time_left_to_the_end_and_is_claimed_right_after_it() {
        first(store, wanted(id("a"), shortLease()));
        long asked = System.nanoTime();
        Duration[] left = {shortLease()};
        Wanted next = leaving(id("a"));
        StoreCases.await("the lease to end", () -> {
            if (!(other.claim(next) instanceof Running running)) {
                return true;
            }
            assertFalse(running.remaining().isNegative(), running::toString);
            assertTrue(running.remaining().compareTo(left[0].plusMillis(1)) <= 0, running + " after " + left[0]);
            left[0] = running.remaining();
            return false;
        });
        assertTrue(since(asked).compareTo(shortLease().multipliedBy(10)) < 0, "it ended in its time");
        granted(other, wanted(id("a")), 2);
    }

    @Test
    void m21_another_fingerprint_is_refused_while_the_first_is_in_progress() {
        Owner owner = first(store, asking(id("a"), TWO_SWEETS));
        refused(other, asking(id("a"), TEN_SWEETS));
        assertTrue(store.complete(owner, ANSWER, LONG), "the refusal changed nothing");
    }

    @Test
    void another_fingerprint_is_refused_when_the_first_is_done() {
        done(store, id("a"), LONG);
        refused(other, asking(id("a"), TEN_SWEETS));
        assertEquals(ANSWER, completed(other, asking(id("a"), TWO_SWEETS)).answer());
    }

    @Test
    void a_fingerprint_is_compared_only_where_both_have_one() {
        done(store, id("a"), LONG);
        assertEquals(ANSWER, completed(other, asking(id("a"), null)).answer());
        Owner owner = first(store, asking(id("b"), null));
        running(other, asking(id("b"), TEN_SWEETS));
        assertTrue(store.complete(owner, ANSWER, LONG));
        assertEquals(ANSWER, completed(other, asking(id("b"), TEN_SWEETS)).answer());
        assertEquals(ANSWER, completed(other, asking(id("b"), TWO_SWEETS)).answer());
    }

    @Test
    void fingerprints_of_two_algorithms_are_different_and_the_longest_is_kept_whole() {
        Fingerprint longest = new Fingerprint("x:" + "f".repeat(Fingerprint.LONGEST - 2));
        first(store, asking(id("a"), longest));
        running(other, asking(id("a"), new Fingerprint(longest.text())));
        refused(other, asking(id("a"), new Fingerprint("y:" + "f".repeat(Fingerprint.LONGEST - 2))));
        refused(other, asking(id("a"), new Fingerprint("x:" + "f".repeat(Fingerprint.LONGEST - 3) + "e")));
        refused(other, asking(id("a"), new Fingerprint("x:" + "f".repeat(Fingerprint.LONGEST - 3) + "F")));
    }

    @Test
    void m12_m13_scopes_and_operations_have_keys_of_their_own() {
        String key = id("a").key();
        done(store, new RequestId("shop", "checkout", key), LONG);
        first(other, wanted(new RequestId("", "checkout", key)));
        first(other, wanted(new RequestId("Shop", "checkout", key)));
        first(other, wanted(new RequestId("shop ", "checkout", key)));
        first(other, wanted(new RequestId("shop", "checkout ", key)));
        first(other, wanted(new RequestId("shop", "refund", key)));
        first(other, wanted(new RequestId("shopc", "heckout", key)));
        first(other, wanted(new RequestId("shop", "checkout" + key, key)));
        completed(other, wanted(new RequestId("shop", "checkout", key)));
    }

    @Test
    void a_lease_of_a_day_is_granted_whole() {
        first(store, wanted(id("a"), Lease.LONGEST));
        Running running = running(other, wanted(id("a")));
        HoldingCases.assertBetween(Lease.LONGEST.minusMinutes(1), running.remaining(), Lease.LONGEST);
    }

    @Test
    void m22_a_store_that_was_told_something_keeps_no_answer_of_its_own() {
        Wanted asked = wanted(id("a"));
        Owner owner = first(store, wanted(id("a")));
        running(other, asked);
        assertTrue(store.release(owner));
        assertNull(other.look(id("a")));
        first(other, asked);
    }
}
