package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The steps of the work, and what requests and steps may be called. */
abstract class StepCases extends ExpiryCases {

    private static final List<String> ALIKE = List.of(
            "charge",
            "Charge",
            "CHARGE",
            "charge ",
            " charge",
            "straße",
            "strasse",
            "cafe",
            "café",
            "cafe\u0301",
            "i",
            "ı",
            "İ",
            "\u212a",
            "k",
            "K",
            "日本",
            "日本 ",
            "🍬",
            "🍭",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "a\u00a0b",
            "a b",
            "a:b",
            "a;b",
            "{a}",
            "a|b",
            "0",
            "00",
            "0.0",
            "1",
            "+1",
            "01",
            "null",
            "*",
            "?");

    @Test
    void a_step_that_is_recorded_is_found_by_this_attempt_and_the_next() {
        Owner owner = first(store, wanted(id("a")));
        assertEquals(Map.of(), store.steps(id("a")));
        assertTrue(store.record(owner, "charge", ANSWER));
        assertTrue(other.record(owner, "mail", StoredAnswer.nothing()));
        Map<String, StoredAnswer> both = Map.of("charge", ANSWER, "mail", StoredAnswer.nothing());
        assertEquals(both, other.steps(id("a")));
        assertTrue(store.abandon(owner));
        Owner next = granted(other, wanted(id("a")), 2);
        assertEquals(both, store.steps(id("a")));
        assertTrue(other.record(next, "parcel", OTHER_ANSWER));
        assertEquals(3, store.steps(id("a")).size());
        assertTrue(other.complete(next, ANSWER, LONG));
    }

    @Test
    void a_step_is_recorded_once() {
        Owner owner = first(store, wanted(id("a")));
        assertTrue(store.record(owner, "charge", ANSWER));
        assertTrue(other.record(owner, "charge", ANSWER), "sent again");
        assertTrue(store.record(owner, "charge", OTHER_ANSWER));
        assertEquals(Map.of("charge", ANSWER), other.steps(id("a")));
        assertTrue(store.abandon(owner));
        assertTrue(other.record(granted(other, wanted(id("a")), 2), "charge", OTHER_ANSWER));
        assertEquals(Map.of("charge", ANSWER), store.steps(id("a")));
    }

    @Test
    void a_former_owner_records_no_step() {
        Owner lost = abandoned(id("a"));
        granted(other, wanted(id("a")), 2);
        assertFalse(store.record(lost, "charge", ANSWER));
        assertEquals(Map.of(), other.steps(id("a")));
    }

    @Test
    void steps_of_requests_are_apart() {
        Owner one = first(store, wanted(id("a")));
        Owner two = first(store, wanted(id("A")));
        assertTrue(store.record(one, "charge", ANSWER));
        assertTrue(store.record(two, "charge", OTHER_ANSWER));
        assertEquals(Map.of("charge", ANSWER), other.steps(id("a")));
        assertEquals(Map.of("charge", OTHER_ANSWER), other.steps(id("A")));
        assertTrue(store.release(two));
        assertEquals(Map.of("charge", ANSWER), other.steps(id("a")));
    }

    @Test
    void steps_that_look_alike_are_different_steps_and_the_longest_is_kept_whole() {
        Owner owner = first(store, wanted(id("a")));
        Map<String, StoredAnswer> expected = new HashMap<>();
        for (String name : ALIKE) {
            expected.put(name, StoredAnswer.result("text", name.getBytes(StandardCharsets.UTF_8)));
        }
        String longest = "日".repeat(RequestId.LONGEST_SCOPE - 1);
        expected.put(longest + "1", StoredAnswer.failure("日".repeat(StoredAnswer.LONGEST_TYPE), "1"));
        expected.put(longest + "2", StoredAnswer.tombstone("2"));
        expected.forEach((name, result) -> assertTrue(store.record(owner, name, result), name));
        assertEquals(expected, other.steps(id("a")));
    }

    @Test
    void a_result_of_a_step_of_a_mebibyte_is_found_byte_for_byte() {
        byte[] bytes = new byte[1 << 20];
        new Random(2).nextBytes(bytes);
        StoredAnswer large = StoredAnswer.result("bytes", bytes);
        assertTrue(store.record(first(store, wanted(id("a"))), "charge", large));
        assertEquals(Map.of("charge", large), other.steps(id("a")));
    }

    @Test
    void keys_that_look_alike_are_different_keys() {
        Map<RequestId, Owner> owners = new HashMap<>();
        ALIKE.forEach(name -> owners.put(id(name), first(store, wanted(id(name)))));
        owners.forEach((id, owner) -> {
            running(other, wanted(id));
            StoredAnswer own = StoredAnswer.result("text", id.key().getBytes(StandardCharsets.UTF_8));
            assertTrue(other.complete(owner, own, LONG), id::toString);
        });
        for (RequestId id : owners.keySet()) {
            StoredAnswer found = completed(store, wanted(id)).answer();
            assertEquals(id.key(), found.text());
        }
    }

    @Test
    void the_longest_id_is_kept_whole() {
        String scope = "主".repeat(RequestId.LONGEST_SCOPE - 1);
        String operation = "日".repeat(RequestId.LONGEST_OPERATION - 1);
        String key = id("").key()
                + "🍬".repeat((RequestId.LONGEST_KEY - 1 - id("").key().length()) / 2);
        key = key + "k".repeat(RequestId.LONGEST_KEY - 1 - key.length());
        Owner owner = first(store, wanted(new RequestId(scope + "1", operation + "1", key + "1")));
        first(store, wanted(new RequestId(scope + "2", operation + "1", key + "1")));
        first(store, wanted(new RequestId(scope + "1", operation + "2", key + "1")));
        first(store, wanted(new RequestId(scope + "1", operation + "1", key + "2")));
        assertTrue(store.record(owner, "charge", ANSWER));
        assertTrue(renew(other, owner, LONG));
        assertTrue(other.complete(owner, ANSWER, LONG));
        assertEquals(ANSWER, completed(store, wanted(owner.id())).answer());
    }
}
