package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a key and an owner may be called, and many keys at once. */
abstract class KeyCases extends FencingCases {

    private static final int MANY = 120;

    /** More than the local locks that others spread all their keys over. */
    private static final int CROWD = 300;

    static final List<String> ALIKE = List.of(
            "straße",
            "strasse",
            "STRASSE",
            "STRASSE ",
            " STRASSE",
            "STRAẞE",
            "cafe",
            "café",
            "cafe\u0301",
            "Café",
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
            "a;b");

    @Test
    void keys_that_look_alike_are_different_keys() {
        for (int i = 0; i < ALIKE.size(); i++) {
            Request held = request(key(ALIKE.get(i)));
            Granted granted = granted(store, held);
            for (String name : ALIKE.subList(i + 1, ALIKE.size())) {
                Request alike = request(key(name));
                assertEquals(Released.FREED, release(other, alike, granted(other, alike)));
            }
            busy(other, request(held.key()));
            assertEquals(Released.FREED, release(store, held, granted));
        }
    }

    @Test
    void many_keys_are_held_at_once_and_none_stands_for_another() {
        List<Request> requests = IntStream.range(0, CROWD)
                .mapToObj(i -> request(key("crowd-" + i)))
                .toList();
        List<Granted> granted =
                requests.stream().map(each -> granted(store, each)).toList();
        requests.forEach(each -> busy(other, request(each.key())));
        for (int i = 0; i < CROWD; i++) {
            assertEquals(Released.FREED, release(store, requests.get(i), granted.get(i)));
        }
    }

    @Test
    void r19_the_longest_key_is_kept_whole() {
        String most = key("k".repeat(longestKey() - key("").length() - 1));
        String widest = key("日".repeat(longestKey() - key("").length() - 1));
        for (String prefix : List.of(most, widest)) {
            Request one = request(prefix + "1");
            Granted granted = granted(store, one);
            granted(store, request(prefix + "2")); // differs in the last character alone
            busy(other, request(prefix + "1"));
            if (has(Part.RENEWAL)) {
                assertTrue(renew(store, one, granted));
            }
            assertEquals(Released.FREED, release(store, one, granted));
            granted(other, request(prefix + "1"));
        }
    }

    @Test
    void the_longest_owner_is_kept_whole() {
        needs(Part.HOLDER);
        String owner = "主".repeat(LockStore.LONGEST_OWNER - 6) + " '\"\\;%";
        assertEquals(LockStore.LONGEST_OWNER, owner.length());
        granted(store, new Request(key("a"), token(), owner, LONG, 1, false));
        assertEquals(owner, busy(other, request(key("a"))).owner());
    }

    @Test
    void the_longest_lease_is_granted_whole() {
        Request day = request(key("a"), dev.safe4j.lease.Lease.LONGEST);
        Granted granted = granted(store, day);
        Busy busy = busy(other, request(key("a")));
        if (has(Part.HOLDER)) {
            assertBetween(day.length().minusMinutes(1), busy.remaining(), day.length());
        }
        if (has(Part.RENEWAL)) {
            assertTrue(renew(store, day, granted));
        }
        assertEquals(Released.FREED, release(store, day, granted));
    }

    @Test
    void times_are_those_of_one_clock() {
        needs(Part.HOLDER);
        Granted first = granted(store, request(key("a")));
        Granted second = granted(other, request(key("b")));
        assertTrue(
                Duration.between(first.since(), second.since()).abs().compareTo(Duration.ofSeconds(10)) < 0,
                () -> first + " and " + second + " were granted one after the other");
    }

    @Test
    void many_requests_are_answered_each_on_its_own_and_in_order() {
        needs(Part.BATCHES);
        List<Request> all = shuffled();
        List<Request> before = all.subList(0, MANY / 3);
        before.forEach(each -> granted(other, request(each.key())));
        List<Answer> answers = store.acquire(reordered(all));
        assertEquals(MANY, answers.size());
        List<Request> asked = reordered(all);
        for (int i = 0; i < MANY; i++) {
            Class<? extends Answer> expected = before.contains(asked.get(i)) ? Busy.class : Granted.class;
            assertInstanceOf(expected, answers.get(i), asked.get(i).key());
        }
    }

    @Test
    void many_renewals_are_answered_each_on_its_own_and_in_order() {
        needs(Part.BATCHES, Part.RENEWAL);
        List<Request> all = shuffled();
        List<Answer> granted = store.acquire(all);
        IntStream.range(0, MANY / 3).forEach(i -> release(other, all.get(i), (Granted) granted.get(i)));
        List<Request> asked = reordered(all);
        List<Boolean> answers = store.renew(asked.stream()
                .map(each -> lease(each, (Granted) granted.get(all.indexOf(each))))
                .toList());
        assertEquals(asked.stream().map(each -> all.indexOf(each) >= MANY / 3).toList(), answers);
    }

    @Test
    void many_releases_are_answered_each_on_its_own_and_in_order() {
        needs(Part.BATCHES, Part.MARKS);
        List<Request> all = shuffled();
        List<Answer> granted = store.acquire(all);
        IntStream.range(MANY / 3, MANY / 2)
                .forEach(i -> busy(other, waiting(all.get(i).key())));
        List<Request> asked = reordered(all);
        List<Release> releases = asked.stream()
                .map(each -> all.indexOf(each) < MANY / 3
                        ? new Release(each.key(), token(), 0, Duration.ZERO)
                        : giveUp(each, (Granted) granted.get(all.indexOf(each))))
                .toList();
        assertEquals(asked.stream().map(each -> released(all.indexOf(each))).toList(), store.release(releases));
        all.subList(0, MANY / 3).forEach(each -> busy(other, request(each.key())));
        all.subList(MANY / 3, MANY).forEach(each -> granted(other, request(each.key())));
    }

    private static Released released(int place) {
        if (place < MANY / 3) {
            return Released.LOST;
        }
        return place < MANY / 2 ? Released.AWAITED : Released.FREED;
    }

    private List<Request> shuffled() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> request(key("many-" + i * 7919 % MANY)))
                .toList();
    }

    private static List<Request> reordered(List<Request> requests) {
        List<Request> reversed = new ArrayList<>(requests);
        Collections.reverse(reversed);
        Collections.swap(reversed, 1, MANY / 2);
        return reversed;
    }

    @Test
    void nothing_asked_is_nothing_answered() {
        needs(Part.BATCHES);
        assertEquals(List.of(), store.acquire(List.of()));
        assertEquals(List.of(), store.renew(List.of()));
        assertEquals(List.of(), store.release(List.of()));
    }

    @Test
    void an_interrupted_thread_is_served_or_told() {
        Request request = request(key("a"), shortLease());
        Thread.currentThread().interrupt();
        boolean isGranted = false;
        try {
            isGranted = ask(store, request) instanceof Granted;
        } catch (RuntimeException refused) {
            assertNotNull(refused.getMessage(), () -> "an error that says nothing: " + refused);
        }
        assertTrue(Thread.interrupted(), "the flag is the caller's, and stays set");
        if (isGranted) {
            busy(other, request(key("a")));
        }
        atItsEnd(other, request(key("a"))); // whatever became of it, it does not last
    }
}
