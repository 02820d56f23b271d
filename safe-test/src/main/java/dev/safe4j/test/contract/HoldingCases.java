package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who holds a key, and until when. */
abstract class HoldingCases extends StoreCases {

    @Test
    void a_free_key_is_granted() {
        granted(store, request(key("a")));
        granted(other, request(key("b")));
    }

    @Test
    void a_held_key_is_refused_to_everybody() {
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        busy(store, request(key("a")));
        busy(other, request(key("a")));
        // A request that is sent again is refused, or answered as the first time: it is no second grant.
        if (ask(store, first) instanceof Granted again) {
            assertEquals(granted, again);
        }
    }

    @Test
    void a_refusal_says_who_holds_the_key_since_when_and_for_how_long() {
        needs(Part.HOLDER, Part.BLOCKS);
        Granted granted = granted(store, fences(key("a"), LONG, 10));
        for (LockStore asked : new LockStore[] {store, other}) {
            Busy busy = busy(asked, request(key("a")));
            assertEquals("owner-1", busy.owner());
            assertEquals(granted.firstFence() + 9, busy.fence(), "the highest number that is reserved");
            assertEquals(granted.since(), busy.since());
            assertBetween(Duration.ofMinutes(4), busy.remaining(), LONG);
        }
    }

    @Test
    void a_refused_request_changes_nothing_for_the_holder() {
        Request holder = request(key("a"));
        Granted granted = granted(store, holder);
        Request refused = request(key("a"));
        busy(other, refused);
        assertEquals(Released.LOST, release(other, refused, granted));
        busy(other, request(key("a")));
        if (has(Part.RENEWAL)) {
            assertTrue(renew(store, holder, granted));
        }
        assertEquals(Released.FREED, release(store, holder, granted));
    }

    @Test
    void a_released_key_is_free_for_everybody() {
        for (LockStore next : new LockStore[] {other, store, store}) {
            Request request = request(key("a"));
            Granted granted = granted(next, request);
            assertEquals(Released.FREED, release(next, request, granted));
        }
    }

    @Test
    void a_lease_ends_by_itself_and_not_before_its_time() {
        Request first = request(key("a"), shortLease());
        long asked = System.nanoTime();
        Granted granted = granted(store, first);
        Granted next = atItsEnd(other, request(key("a")));
        assertAtLeast(shortLease(), asked);
        assertFalse(next.since().isBefore(granted.since()), "the next holder's time is not before the first one's");
    }

    @Test
    void a_lease_ends_for_its_own_process_too() {
        granted(store, request(key("a"), shortLease()));
        atItsEnd(store, request(key("a")));
    }

    @Test
    void a_renewal_makes_the_lease_last_its_full_length_again() {
        needs(Part.RENEWAL);
        Request first = request(key("a"), shortLease().multipliedBy(3));
        long asked = System.nanoTime();
        Granted granted = granted(store, first);
        pass(asked + shortLease().toNanos());
        long renewed = System.nanoTime();
        assertTrue(renew(store, first, granted));
        if (has(Part.HOLDER)) {
            assertBetween(
                    shortLease().multipliedBy(2), busy(other, request(key("a"))).remaining(), first.length());
        }
        atItsEnd(other, request(key("a")));
        assertAtLeast(first.length(), renewed);
    }

    @Test
    void a_renewal_takes_no_number_and_is_no_new_holding() {
        needs(Part.RENEWAL, Part.HOLDER, Part.NUMBERS);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        assertTrue(renew(store, first, granted));
        assertEquals(granted.firstFence(), busy(other, request(key("a"))).fence());
        assertEquals(granted.since(), busy(other, request(key("a"))).since());
    }

    @Test
    void whoever_has_the_token_can_renew_and_release() {
        needs(Part.TOKENS, Part.RENEWAL);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        assertTrue(renew(other, first, granted));
        assertEquals(Released.FREED, release(other, first, granted));
        granted(store, request(key("a")));
    }

    @Test
    void a_renewal_after_the_end_is_refused_and_revives_nothing() {
        needs(Part.RENEWAL);
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        pass(System.nanoTime() + shortLease().plusMillis(50).toNanos());
        assertFalse(renew(store, first, granted), "nobody has taken it, but somebody might have");
        granted(other, request(key("a")));
    }

    @Test
    void a_renewal_after_the_release_is_refused_and_revives_nothing() {
        needs(Part.RENEWAL);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        assertEquals(Released.FREED, release(store, first, granted));
        assertFalse(renew(store, first, granted));
        granted(other, request(key("a")));
    }

    @Test
    void r11_a_late_renewal_does_not_keep_the_lease_of_the_next_holder() {
        needs(Part.RENEWAL);
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        Request second = request(key("a"), LONG.dividedBy(2));
        Granted next = atItsEnd(other, second);
        Lease late = new Lease(first.key(), first.token(), granted.firstFence(), LONG, System.nanoTime());
        assertEquals(List.of(false), store.renew(List.of(late)), "a former holder is told that it is one");
        if (has(Part.HOLDER)) {
            assertBetween(Duration.ZERO, busy(store, request(key("a"))).remaining(), second.length());
        }
        assertEquals(Released.FREED, release(other, second, next));
        granted(other, request(key("a")));
    }

    @Test
    void r10_a_late_release_frees_nothing() {
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        Request second = request(key("a"));
        Granted next = atItsEnd(other, second);
        release(store, first, granted);
        busy(store, request(key("a")));
        busy(other, request(key("a")));
        if (has(Part.RENEWAL)) {
            assertTrue(renew(other, second, next), "the successor still holds it");
        }
        assertEquals(Released.FREED, release(other, second, next));
    }

    @Test
    void a_late_release_is_told_that_it_is_late() {
        needs(Part.LATENESS);
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        atItsEnd(other, request(key("a")));
        assertEquals(Released.LOST, release(store, first, granted));
    }

    @Test
    void a_release_that_is_sent_again_is_answered_as_the_first_time_or_lost_and_frees_nobody_else() {
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        assertEquals(Released.FREED, release(store, first, granted));
        granted(other, request(key("a")));
        assertNotEquals(Released.AWAITED, release(store, first, granted));
        busy(store, request(key("a")));
    }

    @Test
    void a_key_that_was_never_held_can_be_neither_renewed_nor_released() {
        needs(Part.TOKENS);
        Request never = request(key("a"));
        assertFalse(renew(store, never, new Granted(1, java.time.Instant.EPOCH)));
        assertEquals(Released.LOST, release(store, new Release(key("a"), never.token(), 0, Duration.ZERO)));
        granted(store, request(key("a")));
    }

    @Test
    void a_release_that_keeps_the_key_lets_nobody_in_before_that_time() {
        needs(Part.MINIMUM_HOLD);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        long asked = System.nanoTime();
        assertEquals(
                Released.FREED,
                release(store, new Release(key("a"), first.token(), granted.firstFence(), shortLease())));
        assertFalse(renew(store, first, granted), "what is given up is not renewed");
        Granted next = atItsEnd(other, request(key("a")));
        assertAtLeast(shortLease(), asked);
        if (has(Part.NUMBERS)) {
            assertTrue(next.firstFence() > granted.firstFence());
        }
    }

    /** Waits until {@link System#nanoTime} is past that. */
    private static void pass(long end) {
        await("time to pass", () -> System.nanoTime() - end > 0);
    }

    /** Servers count in whole milliseconds. */
    private static void assertAtLeast(Duration length, long asked) {
        Duration lasted = Duration.ofNanos(System.nanoTime() - asked);
        assertTrue(lasted.plusMillis(5).compareTo(length) >= 0, () -> "it ended after " + lasted);
    }

    static void assertBetween(Duration least, Duration value, Duration most) {
        assertTrue(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                () -> value + " is not between " + least + " and " + most);
    }
}
