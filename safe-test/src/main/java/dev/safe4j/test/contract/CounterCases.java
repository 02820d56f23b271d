package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two stores of counters over one state, as two processes have it, and what becomes of what is added to one. */
abstract class CounterCases extends TwoStores<CounterStore> {

    private final String names = UUID.randomUUID().toString().substring(0, 8) + ":";
    /** A key of this case alone. */
    String key(String name) {
        return names + name;
    }

    /** Adds to a plain counter, as far as a long goes. */
    static Added add(CounterStore to, String key, long amount) {
        return add(to, key, amount, amount < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    static Added add(CounterStore to, String key, long amount, long bound) {
        return to.add(new Change(key, CounterStore.PLAIN, amount, bound));
    }

    static long value(CounterStore of, String key) {
        return of.sum(key, CounterStore.PLAIN, CounterStore.PLAIN);
    }

    @Test
    void a_counter_begins_at_zero_and_every_store_sees_each_step_at_once() {
        String key = key("visits");
        assertEquals(0, value(store, key));
        assertEquals(new Added(true, 5), add(store, key, 5));
        assertEquals(new Added(true, 3), add(other, key, -2));
        assertEquals(new Added(true, 3), add(store, key, 0));
        assertEquals(new Added(true, -4), add(store, key, -7));
        assertEquals(-4, value(other, key));
        assertEquals(0, value(other, key("others")));
    }

    @Test
    void a_fall_can_begin_a_counter_too() {
        assertEquals(new Added(true, -3), add(store, key("a"), -3));
        assertEquals(new Added(true, -3), add(store, key("b"), -3, -3));
        assertEquals(-3, value(other, key("a")));
    }

    @Test
    void a_removed_counter_is_zero_again() {
        String key = key("visits");
        assertFalse(store.remove(key, 0, 0));
        add(store, key, 5);
        assertTrue(other.remove(key, 0, 0));
        assertFalse(store.remove(key, 0, 0));
        assertEquals(0, value(store, key));
        assertEquals(new Added(true, 2), add(store, key, 2));
    }

    @Test
    void each_slot_is_a_number_of_its_own_and_a_range_of_them_is_added_up_or_removed() {
        String key = key("likes");
        for (int slot : new int[] {CounterStore.SEQUENCE, 0, 1, 2, 7, 16, CounterStore.LAST_SLOT}) {
            long amount = slot + 100L;
            assertEquals(new Added(true, amount), store.add(new Change(key, slot, amount, Long.MAX_VALUE)));
        }
        add(store, key("like"), 1_000);
        assertEquals(101 + 102 + 107 + 116 + CounterStore.LAST_SLOT + 100, other.sum(key, 1, CounterStore.LAST_SLOT));
        assertEquals(102 + 107, other.sum(key, 2, 15));
        assertEquals(0, other.sum(key, 8, 15));
        assertEquals(100, value(other, key));
        assertFalse(store.remove(key, 8, 15));
        assertTrue(store.remove(key, 2, CounterStore.LAST_SLOT));
        assertEquals(101, other.sum(key, 1, CounterStore.LAST_SLOT));
        assertEquals(99, other.sum(key, CounterStore.SEQUENCE, CounterStore.SEQUENCE));
        assertEquals(100, value(other, key));
    }

    @Test
    void what_would_pass_its_bound_is_refused_at_the_present_value_and_adds_nothing() {
        String key = key("seats");
        assertEquals(new Added(true, 8), add(store, key, 8, 10));
        assertEquals(new Added(false, 8), add(other, key, 3, 10));
        assertEquals(new Added(true, 10), add(other, key, 2, 10));
        assertEquals(new Added(false, 10), add(store, key, 1, 10));
        assertEquals(new Added(false, 10), add(store, key, -11, 0));
        assertEquals(new Added(true, 0), add(store, key, -10, 0));
        assertEquals(new Added(false, 0), add(other, key, -1, 0));
        assertEquals(0, value(store, key));
    }

    @Test
    void a_value_beyond_a_bound_can_come_back_and_go_no_further() {
        String key = key("seats");
        add(store, key, 50);
        assertEquals(new Added(false, 50), add(other, key, 1, 10));
        assertEquals(new Added(true, 49), add(other, key, -1, 0));
        assertEquals(new Added(true, 49), add(other, key, 0, 10));
        add(store, key("debt"), -50);
        assertEquals(new Added(true, -45), add(other, key("debt"), 5, 10));
        assertEquals(new Added(false, -45), add(other, key("debt"), -1, 0));
    }

    @Test
    void a_counter_that_is_not_there_is_refused_at_zero_and_stays_zero() {
        assertEquals(new Added(false, 0), add(store, key("a"), -1, 0));
        assertEquals(new Added(false, 0), add(other, key("a"), 11, 10));
        assertEquals(0, value(store, key("a")));
        assertEquals(new Added(true, 10), add(store, key("a"), 10, 10));
        assertEquals(new Added(true, 9), add(store, key("a"), -1, 0));
        assertEquals(new Added(false, 0), add(store, key("b"), 5, Long.MIN_VALUE));
        assertEquals(new Added(false, 0), add(store, key("b"), -5, Long.MAX_VALUE));
    }

    @Test
    void what_a_long_cannot_say_is_refused_and_what_it_can_is_kept() {
        String much = key("much");
        String little = key("little");
        assertEquals(new Added(true, Long.MAX_VALUE), add(store, much, Long.MAX_VALUE));
        assertEquals(new Added(true, Long.MIN_VALUE), add(store, little, Long.MIN_VALUE));
        assertEquals(new Added(false, Long.MAX_VALUE), add(other, much, 1));
        assertEquals(new Added(false, Long.MAX_VALUE), add(other, much, Long.MAX_VALUE));
        assertEquals(new Added(false, Long.MIN_VALUE), add(other, little, -1));
        assertEquals(new Added(false, Long.MIN_VALUE), add(other, little, Long.MIN_VALUE));
        assertEquals(Long.MAX_VALUE, value(store, much));
        assertEquals(Long.MIN_VALUE, value(store, little));
        assertEquals(new Added(true, Long.MAX_VALUE - 1), add(other, much, -1));
        assertEquals(new Added(false, Long.MAX_VALUE - 1), add(other, much, 2));
        assertEquals(new Added(true, -2), add(other, much, Long.MIN_VALUE));
        assertEquals(new Added(true, -1), add(other, little, Long.MAX_VALUE));
    }

    @Test
    void a_bound_is_kept_to_the_last_digit() {
        long bound = (1L << 53) + 1; // where numbers in scripts begin to have gaps
        String key = key("digits");
        assertEquals(new Added(true, bound - 1), add(store, key, bound - 1, bound));
        assertEquals(new Added(true, bound), add(store, key, 1, bound));
        assertEquals(new Added(false, bound), add(store, key, 1, bound));
        assertEquals(bound, value(other, key));
    }

    @Test
    void a_sum_that_a_long_cannot_say_is_an_error() {
        String key = key("likes");
        store.add(new Change(key, 1, Long.MAX_VALUE, Long.MAX_VALUE));
        store.add(new Change(key, 2, 1, Long.MAX_VALUE));
        assertThrows(ArithmeticException.class, () -> other.sum(key, 1, 2));
        assertEquals(Long.MAX_VALUE, other.sum(key, 1, 1));
    }

    @Test
    void keys_that_look_alike_are_different_counters() {
        List<String> names = KeyCases.ALIKE;
        for (int i = 0; i < names.size(); i++) {
            assertEquals(new Added(true, i + 1), add(store, key(names.get(i)), i + 1L), names.get(i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertEquals(i + 1, value(other, key(names.get(i))), names.get(i));
        }
    }

    @Test
    void the_longest_key_is_kept_whole() {
        for (String letter : List.of("k", "日")) {
            String most = key(letter.repeat(CounterStore.LONGEST_KEY - key("").length() - 1));
            assertEquals(new Added(true, 1), add(store, most + "1", 1));
            assertEquals(new Added(true, 2), add(store, most + "2", 2)); // differs in the last character alone
            assertEquals(1, value(other, most + "1"));
            assertTrue(store.remove(most + "2", 0, 0));
        }
    }
}
