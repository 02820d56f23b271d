package dev.safe4j.test.contract;

import dev.safe4j.job.JobStore;
import dev.safe4j.job.MemoryJobStore;
import dev.safe4j.servers.Concurrently;
import org.junit.jupiter.api.Tag;

/** The memory store meets the contract; two processes cannot share it, so the two stores of a case are one. */
@Tag("slow")
@Concurrently
class MemoryJobStoreTest extends JobStoreContract {

    private final MemoryJobStore memory = new MemoryJobStore();

    @Override
    protected JobStore openStore() {
        return memory;
    }
}
