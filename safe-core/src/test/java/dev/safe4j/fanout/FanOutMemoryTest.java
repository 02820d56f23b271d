package dev.safe4j.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.heap.Heap;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million items, of which few are in memory at any time. */
@Timeout(600)
@Tag("soak")
class FanOutMemoryTest {

    private static final int ITEMS = 1_000_000;
    private static final int EACH = 1_000;
    private static final int BETWEEN_LOOKS = 100_000;

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private int mostPresent;
    private long first;
    private long mostUsed;

    /** A gigabyte, if all of it were kept. */
    private final class Source implements Iterator<byte[]> {

        @Override
        public boolean hasNext() {
            return taken.get() < ITEMS;
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int present = taken.incrementAndGet() - ended.get();
            mostPresent = Math.max(mostPresent, present);
            if (taken.get() % BETWEEN_LOOKS == 0) {
                long used = Heap.used();
                first = first == 0 ? used : first;
                mostUsed = Math.max(mostUsed, used);
            }
            return new byte[EACH];
        }
    }

    @Test
    void a_million_items_take_no_more_room_than_the_first_ones() {
        Map<Outcome.Kind, Long> outcomes = FanOut.over((Iterable<byte[]>) Source::new)
                .deadline(Duration.ofMinutes(9))
                .cleanup(item -> ended.incrementAndGet())
                .collect(item -> item.length, Collectors.groupingBy(Outcome::kind, Collectors.counting()));
        long after = Heap.used();
        assertThat(outcomes).isEqualTo(Map.of(Outcome.Kind.SUCCESS, (long) ITEMS));
        assertThat(ended).hasValue(ITEMS);
        assertThat(mostPresent).as("taken and not ended").isBetween(2, 2 * FanOut.DEFAULT_CONCURRENCY);
        System.out.printf(
                "%d items of %d bytes: at most %d at once; %d bytes more than at the first look meanwhile, %d after it%n",
                ITEMS, EACH, mostPresent, mostUsed - first, after - first);
        assertThat(mostUsed - first).as("bytes more than at the first look").isLessThan(8_000_000);
        assertThat(after - first).as("bytes more when it is over").isLessThan(8_000_000);
    }
}
