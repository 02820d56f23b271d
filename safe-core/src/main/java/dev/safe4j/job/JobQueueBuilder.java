package dev.safe4j.job;

import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.lock.ReleaseSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a queue is set up; begun by {@link JobQueue#builder}. For one thread. */
public final class JobQueueBuilder {

    /** The largest payload, unless said otherwise, in bytes. */
    public static final int DEFAULT_LARGEST = 100_000;

    private static final int LARGEST = 10_000_000;
    private static final JobContext NOTHING = new JobContext() {
        @Override
        public Map<String, String> capture() {
            return Map.of();
        }

        @Override
        public Scope open(JobRun run, Map<String, String> captured) {
            return () -> {};
        }
    };

    final JobStore store;
    final List<JobListener> listeners = new ArrayList<>();
    AnswerCodec codec = AnswerCodec.plain();
    JobContext context = NOTHING;
    int largest = DEFAULT_LARGEST;

    @Nullable
    ReleaseSignal signal;

    JobQueueBuilder(JobStore store) {
        this.store = Objects.requireNonNull(store, "the store of the queue is null");
    }

    /**
     * Sets how payloads are stored.
     *
     * @param payloads the codec
     * @return this
     */
    public JobQueueBuilder codec(AnswerCodec payloads) {
        codec = Objects.requireNonNull(payloads, "the codec is null");
        return this;
    }

    /**
     * Sets what goes along from where jobs are enqueued to where they are run.
     *
     * @param origin takes it, and puts it in place
     * @return this
     */
    public JobQueueBuilder context(JobContext origin) {
        context = Objects.requireNonNull(origin, "the context is null");
        return this;
    }

    /**
     * Has workers of this process look for jobs at once when those of others are told of some; without it, they find them at their next
     * look. A hint only: jobs in groups wait for the next look in any case.
     *
     * @param others tells of jobs that can be claimed
     * @return this
     */
    public JobQueueBuilder signal(ReleaseSignal others) {
        signal = Objects.requireNonNull(others, "the signal is null");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of jobs
     * @return this
     */
    public JobQueueBuilder listener(JobListener listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener is null"));
        return this;
    }

    /**
     * Sets the largest payload.
     *
     * @param bytes 1 to 10,000,000
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JobQueueBuilder largest(int bytes) {
        if (bytes < 1 || bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "the largest payload has 1 to " + LARGEST + " bytes, and not " + bytes + ".");
        }
        largest = bytes;
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the queue, to be closed after its workers and before the store
     */
    public JobQueue build() {
        return new JobQueue(new JobEngine(this), largest);
    }
}
