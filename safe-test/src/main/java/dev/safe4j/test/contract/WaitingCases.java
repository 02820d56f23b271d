package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.lock.ReleaseSignal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What holders learn of those who wait, and those who wait of releases. */
abstract class WaitingCases extends HoldingCases {

    @Test
    void a_release_says_whether_somebody_waits() {
        needs(Part.MARKS);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        busy(other, request(key("a")));
        busy(other, waiting(key("a")));
        busy(other, request(key("a"))); // takes no mark away
        assertEquals(Released.AWAITED, release(store, first, granted));
    }

    @Test
    void a_key_that_nobody_waits_for_is_just_freed() {
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        busy(other, request(key("a")));
        assertEquals(Released.FREED, release(store, first, granted));
    }

    @Test
    void a_renewal_keeps_the_mark_of_those_who_wait() {
        needs(Part.MARKS);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        busy(other, waiting(key("a")));
        assertTrue(renew(store, first, granted));
        assertEquals(Released.AWAITED, release(store, first, granted));
    }

    @Test
    void the_mark_of_those_who_wait_ends_with_the_holding() {
        needs(Part.MARKS);
        Request first = request(key("a"));
        Granted granted = granted(store, first);
        busy(other, waiting(key("a")));
        assertEquals(Released.AWAITED, release(store, first, granted));
        Request second = request(key("a"));
        Granted next = granted(other, second);
        assertEquals(Released.FREED, release(other, second, next));
    }

    @Test
    void those_who_wait_are_told_of_a_release() {
        assumeTrue(signals(), "the store does not signal");
        ReleaseSignal signal = assertInstanceOf(ReleaseSignal.class, other, "a store that signals");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (ReleaseSignal.Listening listening = signal.listen(told::add)) {
            // a subscription may take its time, and a signal may be lost: release until one comes
            await("the signal of a release", () -> {
                releaseAwaited(store, key("a"));
                return told.contains(key("a"));
            });
            told.removeIf(this::isOfAnotherCase);
            assertTrue(told.stream().allMatch(key("a")::equals), () -> "signals of other keys: " + told);
            assertTrue(listening != null, "one that listens can stop");
        }
    }

    /** State may be shared, and a signal may come late: that of a case before is none of this one's. */
    private boolean isOfAnotherCase(String key) {
        return !key.startsWith(key(""));
    }

    private void releaseAwaited(LockStore holder, String key) {
        Request first = request(key);
        Granted granted = granted(holder, first);
        busy(other, waiting(key));
        assertEquals(Released.AWAITED, release(holder, first, granted));
    }

    @Test
    void one_that_has_stopped_listening_is_told_nothing() {
        assumeTrue(signals(), "the store does not signal");
        ReleaseSignal signal = assertInstanceOf(ReleaseSignal.class, other, "a store that signals");
        Queue<String> stopped = new ConcurrentLinkedQueue<>();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        signal.listen(stopped::add).close();
        try (ReleaseSignal.Listening ignored = signal.listen(told::add)) {
            await("the signal of a release", () -> {
                releaseAwaited(store, key("b"));
                return told.contains(key("b"));
            });
            stopped.removeIf(this::isOfAnotherCase);
            assertTrue(ignored != null && stopped.isEmpty(), () -> "told after the end: " + stopped);
        }
    }
}
