package dev.safe4j.flight;

import dev.safe4j.flight.Flight.Caller;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders of the steps of callers of one key, as a model checker chooses them. */
@Tag("slow")
class SingleFlightInterleavingsTest {

    private static final int ORDERS = 60 * Integer.getInteger("safe4j.repetitions", 1);

    private static SingleFlight<String, Integer> onCallersThreads() {
        return SingleFlight.<String, Integer>builder().executor(Runnable::run).build();
    }

    /** A stored number, read through a cache, and invalidated after every write: as if there were no cache. */
    public static final class CachedNumber {

        private final ConcurrentHashMap<String, Integer> cache = new ConcurrentHashMap<>();
        private final SingleFlight<String, Integer> flights = SingleFlight.<String, Integer>builder()
                .executor(Runnable::run)
                .keep(cache::put)
                .build();
        private volatile int stored;

        @Operation
        public int read() {
            Integer known = cache.get("n");
            return known != null ? known : flights.load("n", () -> stored);
        }

        @Operation
        public void write(@Param(gen = IntGen.class) int number) {
            stored = number;
            flights.forget("n");
            cache.remove("n");
        }
    }

    @Test
    void a_cache_that_forgets_after_every_write_never_shows_what_was_before_it() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(3)
                .invocationsPerIteration(ORDERS / 2)
                .check(CachedNumber.class);
    }

    @Test
    void who_comes_while_another_leaves_gets_a_value_and_nothing_is_left() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            SingleFlight<String, Integer> flights = SingleFlight.<String, Integer>builder()
                    .executor(task -> new Thread(task).start())
                    .build();
            Caller<Integer> leaving = flights.flights().join("n", () -> 1, false);
            AtomicInteger got = new AtomicInteger();
            Thread other = new Thread(() -> got.set(flights.load("n", () -> 2)));
            other.start();
            leaving.leave();
            join(other);
            check(got.get() == 1 || got.get() == 2, "a value");
            check(flights.running() == 0, "nothing left");
        });
    }

    @Test
    void two_who_come_at_once_get_values_of_loads_that_were_made_for_them() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            SingleFlight<String, Integer> flights = onCallersThreads();
            AtomicInteger loads = new AtomicInteger();
            AtomicInteger sum = new AtomicInteger();
            List<Thread> both = List.of(
                    new Thread(() -> sum.addAndGet(flights.load("n", loads::incrementAndGet))),
                    new Thread(() -> sum.addAndGet(flights.load("n", loads::incrementAndGet))));
            both.forEach(Thread::start);
            both.forEach(SingleFlightInterleavingsTest::join);
            check(sum.get() == (loads.get() == 1 ? 2 : 3), "one value for both, or one for each");
            check(flights.running() == 0, "nothing left");
        });
    }

    /** By hand: what AssertJ hands out is no object that the model checker can compare. */
    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
