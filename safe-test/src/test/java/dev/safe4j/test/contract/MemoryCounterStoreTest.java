package dev.safe4j.test.contract;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.MemoryCounterStore;
import org.junit.jupiter.api.Tag;

/** The memory store meets the contract; two processes cannot share it, so the two stores of a case are one. */
@Tag("slow")
class MemoryCounterStoreTest extends CounterStoreContract {

    private final MemoryCounterStore memory = new MemoryCounterStore();

    @Override
    protected CounterStore openStore() {
        return memory;
    }
}
