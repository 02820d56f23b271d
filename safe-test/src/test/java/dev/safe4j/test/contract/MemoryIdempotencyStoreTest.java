package dev.safe4j.test.contract;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import dev.safe4j.servers.Concurrently;
import org.junit.jupiter.api.Tag;

/** The memory store meets the contract; two processes cannot share it, so the two stores of a case are one. */
@Tag("slow")
@Concurrently
class MemoryIdempotencyStoreTest extends IdempotencyStoreContract {

    private final MemoryIdempotencyStore memory = new MemoryIdempotencyStore();

    @Override
    protected IdempotencyStore openStore() {
        return memory;
    }
}
