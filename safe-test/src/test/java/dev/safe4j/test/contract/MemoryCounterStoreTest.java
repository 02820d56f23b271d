package dev.safe4j.test.contract;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.servers.Concurrently;
import org.junit.jupiter.api.Tag;

/** The memory store meets the contract; two processes cannot share it, so the two stores of a case are one. */
@Tag("slow")
@Concurrently
class MemoryCounterStoreTest extends CounterStoreContract {

    private final MemoryCounterStore memory = new MemoryCounterStore();

    @Override
    protected CounterStore openStore() {
        return memory;
    }
}
