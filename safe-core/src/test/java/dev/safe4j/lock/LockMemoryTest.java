package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.heap.Heap;
import dev.safe4j.idempotency.AtOnce;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million keys of a mutex in the JVM, and nothing left of them. */
@Timeout(600)
@Tag("soak")
class LockMemoryTest {

    private static final int KEYS = 1_000_000;
    private static final int AT_ONCE = 50_000;
    private static final int CALLERS = 4;

    /** Counted under the lock of its key, with no other protection. */
    private final int[] visits = new int[KEYS];

    @Test
    void a_million_keys_leave_the_heap_as_it_was() throws Exception {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            visit(locks, 0, 1);
            long before = Heap.used();
            for (int from = 0; from < KEYS; from += AT_ONCE) {
                visit(locks, from, from + AT_ONCE);
            }
            long after = Heap.used();
            visits[0] -= CALLERS; // of the visits before
            assertThat(Arrays.stream(visits).filter(each -> each != CALLERS)).isEmpty();
            System.out.printf(
                    "%d keys, %d locks held: %d bytes more than before%n", KEYS, CALLERS * KEYS, after - before);
            assertThat(after - before).as("bytes more than before").isLessThan(8_000_000);
        }
    }

    /** All callers, through the same keys at the same time, so that they wait for each other. */
    private void visit(Locks locks, int from, int to) throws Exception {
        AtOnce.run(CALLERS, i -> () -> {
            for (int key = from; key < to; key++) {
                int each = key;
                locks.runWithLock("key:" + key, held -> visits[each]++);
            }
            return null;
        });
    }
}
