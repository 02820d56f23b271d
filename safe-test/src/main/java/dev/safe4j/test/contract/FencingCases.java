package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fencing numbers: every holder's is above all before, whatever happened in between. */
abstract class FencingCases extends WaitingCases {

    private static final int BLOCK = 1_000;

    @Test
    void a_number_is_positive_and_a_take_over_is_above_it() {
        needs(Part.NUMBERS);
        Granted granted = granted(store, request(key("a"), shortLease()));
        assertTrue(granted.firstFence() > 0, granted::toString);
        Granted next = atItsEnd(other, request(key("a")));
        assertTrue(next.firstFence() > granted.firstFence(), () -> next + " follows " + granted);
    }

    @Test
    void numbers_grow_over_every_release_though_two_stores_take_turns_fast() {
        needs(Part.NUMBERS);
        long highest = 0;
        for (int turn = 0; turn < 300; turn++) {
            LockStore at = turn % 2 == 0 ? store : other;
            Request request = fences(key("a"), LONG, has(Part.BLOCKS) ? 1 + turn % 7 : 1);
            Granted granted = granted(at, request);
            long before = highest;
            assertTrue(granted.firstFence() > before, () -> granted.firstFence() + " follows " + before);
            highest = granted.firstFence() + turn % request.fences();
            assertEquals(Released.FREED, release(at, new Release(key("a"), request.token(), highest, Duration.ZERO)));
        }
    }

    @Test
    void numbers_grow_though_all_of_a_large_block_were_used_at_once() {
        needs(Part.BLOCKS);
        Request first = fences(key("a"), LONG, 10_000);
        Granted granted = granted(store, first);
        long last = granted.firstFence() + 9_999; // far ahead of a clock that was read a moment ago
        assertEquals(Released.FREED, release(store, new Release(key("a"), first.token(), last, Duration.ZERO)));
        assertTrue(granted(other, request(key("a"))).firstFence() > last);
    }

    @Test
    void numbers_that_are_given_back_may_be_used_again_and_never_those_that_were_used() {
        needs(Part.BLOCKS);
        long highest = 0;
        for (int used : new int[] {1, BLOCK, 3, 1, 1, BLOCK - 1, 500, BLOCK, 2}) {
            Request request = fences(key("a"), LONG, BLOCK);
            Granted granted = granted(store, request);
            long before = highest;
            assertTrue(granted.firstFence() > before, () -> granted.firstFence() + " follows " + before);
            highest = granted.firstFence() + used - 1;
            assertEquals(
                    Released.FREED, release(store, new Release(key("a"), request.token(), highest, Duration.ZERO)));
        }
    }

    @Test
    void a_block_of_which_no_number_was_used_can_be_given_back() {
        needs(Part.BLOCKS);
        Request used = request(key("a"));
        Granted before = granted(store, used);
        assertEquals(Released.FREED, release(store, used, before));
        Request unused = fences(key("a"), LONG, BLOCK);
        granted(store, unused);
        assertEquals(Released.FREED, release(store, new Release(key("a"), unused.token(), 0, Duration.ZERO)));
        assertTrue(granted(other, request(key("a"))).firstFence() > before.firstFence());
    }

    @Test
    void a_take_over_is_above_the_whole_block_of_the_lost_holder() {
        needs(Part.BLOCKS);
        Request lost = fences(key("a"), shortLease(), BLOCK);
        Granted granted = granted(store, lost);
        Granted next = atItsEnd(other, request(key("a")));
        assertTrue(
                next.firstFence() > granted.firstFence() + BLOCK - 1,
                () -> next + " follows a block from " + granted.firstFence());
    }

    @Test
    void a_late_release_gives_no_number_of_the_successor_back() {
        needs(Part.BLOCKS);
        Request lost = fences(key("a"), shortLease(), BLOCK);
        Granted granted = granted(store, lost);
        Request second = fences(key("a"), LONG, BLOCK);
        Granted next = atItsEnd(other, second);
        assertEquals(Released.LOST, release(store, lost, granted));
        long last = next.firstFence() + BLOCK - 1;
        assertEquals(last, busy(store, request(key("a"))).fence());
        assertEquals(Released.FREED, release(other, new Release(key("a"), second.token(), last, Duration.ZERO)));
        assertTrue(granted(store, request(key("a"))).firstFence() > last);
    }

    @Test
    void numbers_grow_while_a_kept_key_waits_for_its_time() {
        needs(Part.BLOCKS);
        Request first = fences(key("a"), LONG, BLOCK);
        Granted granted = granted(store, first);
        long last = granted.firstFence() + BLOCK - 1;
        assertNotEquals(
                Released.LOST, release(store, new Release(key("a"), first.token(), last, Duration.ofMillis(20))));
        assertTrue(atItsEnd(other, request(key("a"))).firstFence() > last);
    }
}
