package dev.safe4j.flight;

import static dev.safe4j.flight.SingleFlightInterleavingsTest.check;
import static dev.safe4j.flight.SingleFlightInterleavingsTest.join;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders of the steps of callers of one lazy value, as a model checker chooses them. */
@Tag("slow")
class LazyInterleavingsTest {

    private static final int ORDERS = 60 * Integer.getInteger("safe4j.repetitions", 1);

    /** A map whose values are made on their callers' threads, and what became of them. */
    private static final class Made {

        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final LazyMap<String, Integer> values =
                LazyMap.of(key -> made.incrementAndGet(), value -> closed.incrementAndGet(), Runnable::run);
    }

    @Test
    void of_two_who_come_at_once_one_makes_the_value() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Made made = new Made();
            Thread other = new Thread(() -> check(made.values.get("a") == 1, "the first"));
            other.start();
            check(made.values.get("a") == 1, "the first");
            join(other);
            check(made.made.get() == 1, "made once");
        });
    }

    /** Numbered values, and a bit for each that was closed. */
    public static final class Numbered {

        private final AtomicInteger made = new AtomicInteger();
        private final AtomicLong closed = new AtomicLong();
        private final LazyMap<String, Integer> values = LazyMap.of(
                key -> made.incrementAndGet(),
                value -> closed.accumulateAndGet(1L << value, (a, b) -> a | b),
                Runnable::run);

        /** Whether it is none that was closed before it was asked for. */
        @Operation
        public boolean get() {
            long closedBefore = closed.get();
            return (closedBefore >> values.get("a") & 1) == 0;
        }

        @Operation
        public void remove() {
            values.remove("a");
        }
    }

    @Test
    void nothing_that_was_removed_comes_back() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(1)
                .iterations(3)
                .invocationsPerIteration(2 * ORDERS)
                .check(Numbered.class);
    }

    @Test
    void closed_at_any_moment_nothing_leaks() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Made made = new Made();
            Thread other = new Thread(() -> {
                try {
                    made.values.get("a");
                } catch (IllegalStateException closed) {
                    check(closed.getMessage().contains("closed before"), "told that it is closed");
                }
            });
            other.start();
            made.values.close();
            join(other);
            check(made.closed.get() == made.made.get(), "all that was made is closed");
        });
    }
}
