package dev.safe4j.counter;

import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders of the steps of callers of counters, quotas and sequences within one process, as a model checker chooses them. */
@Tag("slow")
class CounterInterleavingsTest {

    private static final int ORDERS = 60 * Integer.getInteger("safe4j.repetitions", 1);

    /** One counter in memory: what it answers has to be as if one came after the other. */
    public static final class OneCounter {

        private final Counters counters = Counters.on(new MemoryCounterStore()).atMost(2);

        @Operation
        public String rise() {
            return counters.tryAdd("a", 1).toString();
        }

        @Operation
        public long fall() {
            return counters.add("a", -1);
        }

        @Operation
        public long get() {
            return counters.get("a");
        }
    }

    @Test
    void a_counter_in_memory_answers_as_if_one_came_after_the_other() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(6)
                .invocationsPerIteration(4 * ORDERS)
                .check(OneCounter.class);
    }

    @Test
    void of_two_who_take_the_last_one_of_a_quota_one_is_refused() {
        Take last = new Take("a", new Pace(Long.MAX_VALUE / 4, 1), 1, 1);
        Lincheck.runConcurrentTest(ORDERS, () -> {
            MemoryCounterStore store = new MemoryCounterStore("lincheck", () -> 0L);
            boolean[] taken = new boolean[2];
            Thread other = new Thread(() -> taken[0] = store.take(last).isTaken());
            other.start();
            taken[1] = store.take(last).isTaken();
            join(other);
            check(taken[0] != taken[1], "one of both");
        });
    }

    /** The second number of a block, and the first of the next one, are what two callers meet at. */
    @Test
    void a_sequence_gives_no_number_twice_where_one_block_ends_and_the_next_begins() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Sequence sequence = Sequence.inBlocks(new MemoryCounterStore("lincheck", () -> 0L), 2);
            Set<Long> given = ConcurrentHashMap.newKeySet();
            given.add(sequence.next("a"));
            Thread other = new Thread(() -> {
                given.add(sequence.next("a"));
                given.add(sequence.next("a"));
            });
            other.start();
            given.add(sequence.next("a"));
            join(other);
            check(given.equals(Set.of(1L, 2L, 3L, 4L)), "each number once: " + given);
        });
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
