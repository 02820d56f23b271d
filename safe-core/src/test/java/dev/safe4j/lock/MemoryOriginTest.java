package dev.safe4j.lock;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryOriginTest {

    @Test
    void the_numbers_of_a_store_that_is_made_later_are_higher() {
        long made = System.nanoTime();
        try (Locks before = Locks.on(new MemoryLockStore())) {
            until(() -> System.nanoTime() - made > 50_000_000);
            long first = before.withLock("a", HeldLock::fence);
            try (Locks after = Locks.on(new MemoryLockStore())) {
                assertThat(after.<Long, RuntimeException>withLock("a", HeldLock::fence))
                        .isGreaterThan(first);
            }
        }
    }
}
