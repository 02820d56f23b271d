package dev.safe4j.test.contract;

import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Concurrently;
import org.junit.jupiter.api.Tag;

/** The memory store meets the contract; two processes cannot share it, so the two stores of a case are one. */
@Tag("slow")
@Concurrently
class MemoryLockStoreTest extends LockStoreContract {

    private final MemoryLockStore memory = new MemoryLockStore();

    @Override
    protected LockStore openStore() {
        return memory;
    }

    @Override
    protected boolean signals() {
        return true;
    }
}
