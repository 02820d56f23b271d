package dev.safe4j.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.heap.Heap;
import dev.safe4j.idempotency.AtOnce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million keys, and nothing left of them. */
@Timeout(300)
@Tag("slow")
class FlightMemoryTest {

    private static final int KEYS = 1_000_000;

    @Test
    void a_million_keys_leave_the_heap_as_it_was() throws Exception {
        SingleFlight<Integer, byte[]> flights =
                SingleFlight.<Integer, byte[]>builder().executor(Runnable::run).build();
        flights.load(-1, () -> new byte[1]);
        long before = Heap.used();
        AtOnce.run(4, i -> () -> {
            for (int key = i; key < KEYS; key += 4) {
                if (key % 100 == 0) {
                    flights.loadAsync(key, () -> new byte[100]).join();
                } else {
                    flights.load(key, () -> new byte[100]);
                }
            }
            return null;
        });
        assertThat(flights.running()).isZero();
        assertThat(Heap.used() - before).as("bytes more than before").isLessThan(8_000_000);
    }
}
