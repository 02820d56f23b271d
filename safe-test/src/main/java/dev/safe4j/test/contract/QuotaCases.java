package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.counter.Ring;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of what is taken of a quota, by the store's clock. */
abstract class QuotaCases extends CounterRaceCases {

    /** Long enough that nothing is over while a case runs, and none begins, but for one who runs at its very end. */
    static final Pace LONG = new Pace(Duration.ofDays(60).toNanos() / 1_000, 1);

    static final Pace LONG_SLIDING = new Pace(Duration.ofDays(40).toNanos() / 1_000, Ring.MOST_SLOTS);

    /**
     * Returns the length of the windows whose end is waited for. It has to be many times a round trip to the store, also on a loaded
     * machine.
     *
     * @return 400 ms, unless overridden
     */
    protected Duration shortWindow() {
        return Duration.ofMillis(400);
    }

    /**
     * Tells whether the server deletes by itself of what nothing counts any more: then a purge has nothing to count.
     *
     * @return false, unless overridden
     */
    protected boolean purgesItself() {
        return false;
    }

    final Pace shortPace() {
        return new Pace(shortWindow().toNanos() / 1_000, 1);
    }

    final Pace shortSliding() {
        return new Pace(shortWindow().toNanos() / 8_000, Ring.MOST_SLOTS);
    }

    static boolean take(CounterStore from, String key, Pace pace, long amount, long limit) {
        return from.take(new Take(key, pace, amount, limit)).isTaken();
    }

    /** How much counts now. */
    static long counting(CounterStore at, String key, Pace pace) {
        Window window = at.look(key, pace);
        return window.ring().at(pace.slotAt(window.now())).total();
    }

    @Test
    void as_much_as_the_limit_is_granted_and_what_is_refused_takes_nothing() {
        for (Pace pace : List.of(LONG, LONG_SLIDING)) {
            String key = key("ann");
            assertEquals(0, counting(store, key, pace));
            assertTrue(take(store, key, pace, 3, 5));
            assertFalse(take(other, key, pace, 3, 5));
            assertEquals(3, counting(other, key, pace));
            assertTrue(take(other, key, pace, 2, 5));
            assertFalse(take(store, key, pace, 1, 5));
            assertEquals(5, counting(store, key, pace));
            assertTrue(take(store, key("bob"), pace, 5, 5));
        }
    }

    @Test
    void what_cannot_be_had_at_the_first_take_is_refused_too() {
        assertTrue(take(store, key("ann"), LONG, 5, 5));
        assertFalse(take(store, key("ann"), LONG, 5, 5));
        assertTrue(take(store, key("ann"), LONG_SLIDING, 5, 5));
    }

    @Test
    void a_take_answers_with_the_ring_as_it_is_after_it() {
        for (Pace pace : List.of(LONG, LONG_SLIDING, shortPace(), shortSliding(), new Pace(777_777_777_777L, 4))) {
            Window taken = store.take(new Take(key("ann"), pace, 2, 5));
            assertTrue(taken.isTaken());
            assertEquals(pace.slots(), taken.ring().counts().size());
            assertEquals(2, taken.ring().total(), () -> pace + " " + taken);
            assertEquals(pace.slotAt(taken.now()), taken.ring().newest(), () -> pace + " " + taken);
            int place = (int) (taken.ring().newest() % pace.slots());
            assertEquals(2, taken.ring().counts().get(place), () -> pace + " " + taken);
        }
        Window refused = store.take(new Take(key("ann"), LONG, 4, 5));
        assertFalse(refused.isTaken());
        assertEquals(2, refused.ring().total());
        assertTrue(refused.now() > 0);
    }

    @Test
    void each_pace_of_a_key_is_a_quota_of_its_own() {
        assertTrue(take(store, key("ann"), LONG, 5, 5));
        assertTrue(take(store, key("ann"), new Pace(LONG.micros() + 1, 1), 5, 5));
        assertTrue(take(store, key("ann"), new Pace(LONG.micros(), 2), 5, 5));
        assertFalse(take(store, key("ann"), LONG, 1, 5));
        assertEquals(5, counting(store, key("ann"), LONG));
    }

    @Test
    void the_limit_is_that_of_the_take() {
        assertTrue(take(store, key("ann"), LONG, 5, 5));
        assertFalse(take(other, key("ann"), LONG, 1, 2));
        assertTrue(take(other, key("ann"), LONG, 2, 7));
        assertFalse(take(store, key("ann"), LONG, 1, 5));
        long most = dev.safe4j.counter.Quota.HIGHEST_LIMIT;
        assertTrue(take(store, key("ann"), LONG, most - 7, most));
        assertFalse(take(store, key("ann"), LONG, 1, most));
        assertEquals(most, counting(other, key("ann"), LONG));
    }

    @Test
    void looking_writes_nothing() {
        assertEquals(0, counting(store, key("ann"), LONG_SLIDING));
        take(store, key("ann"), LONG_SLIDING, 2, 5);
        assertFalse(store.look(key("ann"), LONG_SLIDING).isTaken());
        assertEquals(2, counting(other, key("ann"), LONG_SLIDING));
    }

    @Test
    void the_next_window_has_the_whole_limit() {
        for (Pace pace : List.of(shortPace(), shortSliding())) {
            String key = key("ann");
            Window first = taken(store, key, pace, 5);
            Window second = taken(other, key, pace, 5);
            assertEquals(5, second.ring().total());
            assertTrue(
                    second.ring().newest() - first.ring().newest() >= pace.slots(),
                    () -> "a full ring has to be passed: " + first + " then " + second);
            assertTrue(second.now() > first.now());
            StoreCases.await("nothing to count", () -> counting(store, key, pace) == 0);
        }
    }

    /** Takes all of a limit of five as soon as it can be had. */
    static Window taken(CounterStore from, String key, Pace pace, long amount) {
        Window[] taken = new Window[1];
        StoreCases.await("the window to be over", () -> {
            taken[0] = from.take(new Take(key, pace, amount, 5));
            return taken[0].isTaken();
        });
        return taken[0];
    }

    @Test
    void a_ring_keeps_the_slots_that_still_count() {
        Pace pace = shortSliding();
        String key = key("ann");
        Window before = store.take(new Take(key, pace, 1, 1_000));
        long first = before.ring().newest();
        for (int i = 0; i < 40; i++) {
            long until = before.ring().newest() + i % 3; // none, the next, the one after it
            StoreCases.await("time to pass", () -> {
                Window now = store.look(key, pace);
                return pace.slotAt(now.now()) >= until;
            });
            Window next = stores(i).take(new Take(key, pace, 1, 1_000));
            Ring expected =
                    before.ring().take(pace.slotAt(next.now()), 1, 1_000).orElseThrow();
            assertEquals(expected, next.ring(), "take " + i);
            before = next;
        }
        long passed = before.ring().newest() - first;
        assertTrue(passed >= 3L * pace.slots(), () -> "the ring went round three times, by " + passed);
    }

    @Test
    void quotas_of_which_nothing_counts_any_more_are_purged() {
        for (int i = 0; i < 10; i++) {
            take(store, key("early-" + i), shortPace(), 1, 5);
            take(store, key("early-" + i), shortSliding(), 1, 5);
        }
        take(store, key("late"), LONG, 1, 5);
        if (!purgesItself()) {
            int[] purged = new int[1];
            StoreCases.await("all to be over", () -> {
                int now = other.purge(7);
                assertTrue(now <= 7, "no more than asked for");
                purged[0] += now;
                return purged[0] >= 20;
            });
        }
        assertEquals(1, counting(store, key("late"), LONG));
    }

    @Test
    void keys_that_look_alike_have_different_quotas() {
        KeyCases.ALIKE.forEach(name -> assertTrue(take(store, key(name), LONG, 1, 1), name));
        KeyCases.ALIKE.forEach(name -> assertFalse(take(other, key(name), LONG, 1, 1), name));
    }
}
