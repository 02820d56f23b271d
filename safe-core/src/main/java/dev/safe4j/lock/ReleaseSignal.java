package dev.safe4j.lock;

import java.util.function.Consumer;

/**
 * Tells waiting processes that a lock was released, or that there are jobs to be claimed. A hint only: a signal may be lost or come for nothing, and whoever waits also
 * looks by itself. Thread-safe.
 */
public interface ReleaseSignal {

    /**
     * Begins to listen.
     *
     * @param released is told the key of each release that somebody was known to wait for, or for jobs
     *     {@link dev.safe4j.job.JobStore#IN_GROUP} or any other text; must not block
     * @return to be closed to end it
     */
    Listening listen(Consumer<String> released);

    /** That one listens. */
    interface Listening extends AutoCloseable {

        @Override
        void close();
    }
}
