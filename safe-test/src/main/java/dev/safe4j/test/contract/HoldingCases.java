package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who holds a key, and until when. */
abstract class HoldingCases extends StoreCases {

    @Test
    void a_free_key_is_granted() {
        assertTrue(granted(store, request(key("a"))).firstFence() > 0, "a fencing number is positive");
    }

    @Test
    void a_held_key_is_refused_to_everybody_with_what_is_known_of_the_holder() {
        Request first = fences(key("a"), LONG, 10);
        Granted granted = granted(store, first);
        for (LockStore asked : new LockStore[] {store, other}) {
            Busy busy = busy(asked, request(key("a")));
            assertEquals("owner-1", busy.owner());
            assertEquals(granted.firstFence() + 9, busy.fence(), "the highest number that is reserved");
            assertEquals(granted.since(), busy.since());
            assertBetween(Duration.ofMinutes(4), busy.remaining(), LONG);
        }
        // A request that is sent again is refused, or answered as the first time: it is no second grant.
        if (ask(store, first) instanceof Granted again) {
            assertEquals(granted, again);
        }
    }

    @Test
    void a_refused_request_changes_nothing_for_the_holder() {
        Request holder = request(key("a"));
        Granted granted = granted(store, holder);
        Request refused = request(key("a"));
        busy(other, refused);
        assertEquals(Released.LOST, release(other, refused, granted));
        assertTrue(renew(store, holder, granted));
        assertEquals(Released.FREED, release(store, holder, granted));
    }

    @Test
    void a_lease_ends_by_itself_and_not_before_its_time() {
        Request first = request(key("a"), shortLease());
        long asked = System.nanoTime();
        Granted granted = granted(store, first);
        Granted next = atItsEnd(other, request(key("a")));
        Duration lasted = Duration.ofNanos(System.nanoTime() - asked);
        assertTrue(lasted.plusMillis(5).compareTo(shortLease()) >= 0, () -> "it ended after " + lasted);
        assertTrue(next.firstFence() > granted.firstFence(), "the fencing number grows at a take-over");
        assertFalse(next.since().isBefore(granted.since()), "the next holder's time is not before the first one's");
    }

    @Test
    void a_renewal_makes_the_lease_last_its_full_length_again() {
        Request first = request(key("a"), shortLease().multipliedBy(3));
        Granted granted = granted(store, first);
        await(
                "a third of the lease to pass",
                () -> remaining().compareTo(shortLease().multipliedBy(2)) < 0);
        assertTrue(renew(other, first, granted), "any process can renew it that has the token");
        assertBetween(shortLease().multipliedBy(2), remaining(), first.length());
        assertEquals(granted.firstFence(), busy(other, request(key("a"))).fence(), "a renewal takes no number");
        assertEquals(granted.since(), busy(other, request(key("a"))).since(), "a renewal is no new holding");
    }

    private Duration remaining() {
        return busy(other, request(key("a"))).remaining();
    }

    @Test
    void a_renewal_after_the_end_is_refused_and_revives_nothing() {
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        await("the renewal to be refused", new java.util.function.BooleanSupplier() {
            private final long end = System.nanoTime() + shortLease().toNanos() + 50_000_000;

            @Override
            public boolean getAsBoolean() {
                return System.nanoTime() - end > 0;
            }
        });
        assertFalse(renew(store, first, granted), "nobody has taken it, but somebody might have");
        granted(other, request(key("a")));
    }

    @Test
    void a_renewal_after_the_release_is_refused_and_revives_nothing() {
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        assertEquals(Released.FREED, release(store, first, granted));
        assertFalse(renew(store, first, granted));
        granted(other, request(key("a")));
    }

    @Test
    void a_renewal_with_another_token_does_nothing() {
        Request first = request(key("a"), shortLease());
        granted(store, first);
        Granted next = atItsEnd(other, request(key("a"), shortLease()));
        assertFalse(renew(store, first, next), "a former holder must not keep its successor's lease");
        Request third = request(key("a"));
        assertTrue(atItsEnd(store, third).firstFence() > next.firstFence());
    }

    @Test
    void a_release_with_another_token_does_nothing() {
        Request first = request(key("a"), shortLease());
        Granted granted = granted(store, first);
        Request second = request(key("a"));
        Granted next = atItsEnd(other, second);
        assertEquals(Released.LOST, release(store, first, granted));
        busy(store, request(key("a")));
        assertTrue(renew(other, second, next), "the successor still holds it");
        assertEquals(Released.FREED, release(other, second, next));
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
        Request never = request(key("a"));
        assertFalse(renew(store, never, new Granted(1, java.time.Instant.EPOCH)));
        assertEquals(Released.LOST, release(store, new Release(key("a"), never.token(), 0, Duration.ZERO)));
        granted(store, request(key("a")));
    }

    @Test
    void a_release_that_keeps_the_key_lets_nobody_in_before_that_time() {
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        long asked = System.nanoTime();
        assertEquals(
                Released.FREED,
                release(store, new Release(key("a"), first.token(), granted.firstFence(), shortLease())));
        assertFalse(renew(store, first, granted), "what is given up is not renewed");
        Granted next = atItsEnd(other, request(key("a")));
        Duration kept = Duration.ofNanos(System.nanoTime() - asked);
        assertTrue(kept.plusMillis(5).compareTo(shortLease()) >= 0, () -> "it was kept for " + kept);
        assertTrue(next.firstFence() > granted.firstFence());
    }

    static void assertBetween(Duration least, Duration value, Duration most) {
        assertTrue(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                () -> value + " is not between " + least + " and " + most);
    }
}
