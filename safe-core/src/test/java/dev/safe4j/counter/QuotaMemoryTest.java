package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.heap.Heap;
import dev.safe4j.idempotency.AtOnce;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million keys, and nothing left of them once their windows are over. */
@Timeout(300)
@Tag("slow")
class QuotaMemoryTest {

    private static final int KEYS = 1_000_000;
    private static final int AT_ONCE = 100_000;

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000_000L);
    private final MemoryCounterStore store = new MemoryCounterStore("turned", clock::get);
    private final Quota quota =
            Quota.on(store).limit(5).per(Duration.ofMinutes(1)).sliding();

    @Test
    void a_million_keys_leave_the_heap_as_it_was() throws Exception {
        quota.take("first");
        long before = Heap.used();
        int purged = 0;
        for (int from = 0; from < KEYS; from += AT_ONCE) {
            int first = from;
            AtOnce.run(4, i -> () -> {
                for (int key = first + i; key < first + AT_ONCE; key += 4) {
                    quota.take("user:" + key);
                }
                return null;
            });
            clock.addAndGet(Duration.ofMinutes(2).toNanos() / 1_000);
            purged += store.purge(2 * AT_ONCE);
        }
        assertThat(purged).isEqualTo(KEYS + 1);
        assertThat(Heap.used() - before).as("bytes more than before").isLessThan(8_000_000);
    }
}
