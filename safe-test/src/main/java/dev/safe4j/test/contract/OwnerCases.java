package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.idempotency.StoredAnswer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an owner writes, and what one that is none writes not. */
abstract class OwnerCases extends ClaimCases {

    private static final int MANY = 120;

    @Test
    void t3_an_answer_that_is_stored_is_found_by_everybody() {
        Owner owner = first(store, wanted(id("a")));
        assertTrue(other.complete(owner, ANSWER, LONG), "any process can complete it that has the token");
        Completed found = completed(store, wanted(id("a")));
        assertEquals(ANSWER, found.answer());
        assertEquals(found, completed(other, leaving(id("a"))), "and stays as it is");
        assertEquals(found, other.look(id("a")));
    }

    @Test
    void t3_a_completion_that_is_sent_again_is_true_and_changes_nothing() {
        Owner owner = first(store, wanted(id("a")));
        assertTrue(store.complete(owner, ANSWER, LONG));
        Completed found = completed(other, wanted(id("a")));
        assertTrue(other.complete(owner, ANSWER, LONG));
        assertTrue(other.complete(owner, OTHER_ANSWER, shortLease()));
        assertEquals(found, completed(store, wanted(id("a"))));
    }

    @Test
    void t3_a_completion_after_the_end_of_the_lease_counts_if_nobody_took_over() {
        Owner late = abandoned(id("a"));
        assertTrue(store.complete(late, ANSWER, LONG));
        assertEquals(ANSWER, completed(other, wanted(id("a"))).answer());
    }

    @Test
    void t3_what_is_done_is_nobodys_to_change() {
        Owner owner = done(store, id("a"), LONG);
        Answer found = store.look(id("a"));
        assertFalse(other.release(owner));
        assertFalse(other.abandon(owner));
        assertFalse(renew(other, owner, LONG));
        assertFalse(other.record(owner, "mail", ANSWER));
        assertFalse(other.resolve(id("a"), 1, OTHER_ANSWER, LONG));
        assertFalse(other.resolve(id("a"), 1, null, LONG));
        assertEquals(found, other.look(id("a")));
        assertEquals(Map.of(), other.steps(id("a")));
    }

    @Test
    void every_kind_of_answer_is_found_as_it_was_stored() {
        List<StoredAnswer> answers = List.of(
                StoredAnswer.nothing(),
                StoredAnswer.failure("dev.safe4j.shop.SoldOut", "no more 'Fizzers' \\ \"日本\" 🍬 %s"),
                StoredAnswer.failure("x", ""),
                StoredAnswer.tombstone("it has 2000000 bytes."),
                StoredAnswer.result("日".repeat(StoredAnswer.LONGEST_TYPE), new byte[] {0, -1, 0, 127, -128, '\n'}));
        for (int i = 0; i < answers.size(); i++) {
            Owner owner = first(store, wanted(id("a" + i)));
            assertTrue(store.complete(owner, answers.get(i), LONG));
            assertEquals(answers.get(i), completed(other, wanted(id("a" + i))).answer());
        }
    }

    @Test
    void m08_an_answer_of_a_mebibyte_is_found_byte_for_byte() {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        StoredAnswer large = StoredAnswer.of(Kind.RESULT, "bytes", bytes);
        assertTrue(store.complete(first(store, wanted(id("a"))), large, LONG));
        assertEquals(large, completed(other, wanted(id("a"))).answer());
        assertEquals(new Completed(large, completed(store, wanted(id("a"))).since()), other.look(id("a")));
    }

    @Test
    void t4_a_released_request_is_as_if_nobody_had_asked() {
        Owner owner = first(store, asking(id("a"), TWO_SWEETS));
        assertTrue(store.record(owner, "mail", ANSWER));
        assertTrue(other.release(owner));
        assertNull(store.look(id("a")));
        assertEquals(Map.of(), store.steps(id("a")));
        first(store, asking(id("a"), TEN_SWEETS));
        assertEquals(Map.of(), other.steps(id("a")));
    }

    @Test
    void t4_a_release_that_is_sent_again_frees_nobody_else() {
        Owner owner = first(store, wanted(id("a")));
        assertTrue(store.release(owner));
        Owner next = first(other, wanted(id("a")));
        store.release(owner);
        running(store, wanted(id("a")));
        assertTrue(other.complete(next, ANSWER, LONG));
    }

    @Test
    void t5_a_renewal_makes_the_claim_last_from_now_on() {
        Owner owner = first(store, wanted(id("a"), shortLease()));
        assertTrue(renew(other, owner, LONG));
        HoldingCases.assertBetween(
                LONG.minusMinutes(1), running(other, wanted(id("a"))).remaining(), LONG);
        assertEquals(1, running(store, wanted(id("a"))).attempt(), "a renewal is no new attempt");
    }

    @Test
    void t5_a_renewal_after_the_end_is_refused_and_revives_nothing() {
        Owner owner = first(store, wanted(id("a"), shortLease()));
        StoreCases.await("the lease to end", () -> store.look(id("a")) instanceof Indeterminate);
        assertFalse(renew(store, owner, LONG), "nobody has taken over, but somebody might have");
        granted(other, wanted(id("a")), 2);
        assertFalse(renew(store, owner, LONG));
    }

    @Test
    void t5_many_renewals_are_answered_each_on_its_own_and_in_order() {
        List<Owner> owners = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            owners.add(first(stores(i), wanted(id("many-" + i), Duration.ofMinutes(2))));
        }
        for (int i = 0; i < MANY; i += 3) {
            assertTrue(i % 2 == 0 ? store.complete(owners.get(i), ANSWER, LONG) : store.abandon(owners.get(i)));
        }
        List<Owner> asked = new ArrayList<>(owners);
        Collections.shuffle(asked, new Random(5));
        List<Boolean> answers =
                other.renew(asked.stream().map(each -> new Renewal(each, LONG)).toList());
        assertEquals(asked.stream().map(each -> owners.indexOf(each) % 3 != 0).toList(), answers);
        for (int i = 1; i < MANY; i += 3) {
            Duration remaining = running(store, wanted(id("many-" + i))).remaining();
            HoldingCases.assertBetween(LONG.minusMinutes(1), remaining, LONG);
        }
        assertEquals(List.of(), store.renew(List.of()));
    }

    @Test
    void m03_a_former_owner_writes_nothing_of_its_successors_claim() {
        Owner lost = abandoned(id("a"));
        Owner next = granted(other, wanted(id("a")), 2);
        writesNothing(lost);
        writesNothing(new Owner(id("a"), lost.token(), 2)); // right in all but the token
        assertEquals(2, running(store, wanted(id("a"))).attempt());
        assertTrue(renew(other, next, LONG));
        assertTrue(other.complete(next, OTHER_ANSWER, LONG));
        writesNothing(lost);
        assertEquals(OTHER_ANSWER, completed(store, wanted(id("a"))).answer());
    }

    @Test
    void m03_who_was_refused_writes_nothing() {
        Owner owner = first(store, wanted(id("a")));
        Wanted refused = wanted(id("a"));
        running(other, refused);
        writesNothing(new Owner(id("a"), refused.token(), 1));
        assertTrue(store.complete(owner, ANSWER, LONG));
    }

    @Test
    void m03_an_owner_writes_nothing_of_another_request() {
        Owner owner = first(store, wanted(id("a")));
        Owner another = first(store, wanted(id("b")));
        writesNothing(new Owner(id("b"), owner.token(), 1));
        assertTrue(store.complete(another, ANSWER, LONG));
        running(other, wanted(id("a")));
    }

    @Test
    void a_request_that_nobody_asked_for_can_be_written_by_nobody() {
        writesNothing(new Owner(id("a"), "token", 1));
        assertFalse(store.resolve(id("a"), 1, ANSWER, LONG));
        assertFalse(store.resolve(id("a"), 1, null, LONG));
        assertNull(other.look(id("a")));
    }

    private void writesNothing(Owner nobody) {
        assertFalse(store.complete(nobody, ANSWER, LONG));
        assertFalse(store.release(nobody));
        assertFalse(store.abandon(nobody));
        assertFalse(renew(store, nobody, LONG));
        assertFalse(store.record(nobody, "mail", ANSWER));
    }

    @Test
    void an_abandoned_claim_is_taken_over_at_once_and_can_be_abandoned_again() {
        Owner lost = abandoned(id("a"));
        assertTrue(other.abandon(lost), "sent again");
        granted(other, wanted(id("a")), 2);
        assertFalse(store.abandon(lost));
    }
}
