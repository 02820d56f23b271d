package dev.safe4j.fanout;

import dev.safe4j.fanout.FanOut.Cleanup;
import dev.safe4j.fanout.FanOut.Work;
import dev.safe4j.fanout.Outcome.Failure;
import dev.safe4j.fanout.Outcome.Success;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs the tasks of a batch, one after the other on each thread, and cleans up after them. Thread-safe. */
final class Workers<I, T extends @Nullable Object> {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final FanOut<I> fanOut;
    private final Batch<I, T> batch;
    private final Work<? super I, ? extends T> work;
    private final ContextCarrier.Captured context;
    private final Thread caller = Thread.currentThread();

    Workers(FanOut<I> fanOut, Batch<I, T> batch, Work<? super I, ? extends T> work) {
        this.fanOut = fanOut;
        this.batch = batch;
        this.work = work;
        this.context = fanOut.home.context.capture();
    }

    /** Starts one more. */
    void start() {
        fanOut.home.executor.execute(this::run);
    }

    /** On the caller's own thread, where some executors run what they have no room for, it does not wait for what that has to bring. */
    @SuppressWarnings("ReferenceEquality") // the same thread, and this very outcome
    private void run() {
        boolean waits = Thread.currentThread() != caller;
        Task<I, T> task = batch.next(null, null, waits);
        while (task != null) {
            Outcome<T> how = runBody(task);
            if (fanOut.options.cleanup() != null) {
                batch.ended(task, how);
                cleanUp(task);
            }
            Task<I, T> next = batch.next(task, how, waits);
            if (task.outcome != how) {
                close(how);
            }
            task = next;
        }
    }

    private Outcome<T> runBody(Task<I, T> task) {
        try {
            ContextCarrier.Scope scope = context.open();
            try {
                return new Success<>(work.run(task.item));
            } finally {
                scope.close();
            }
        } catch (Throwable failure) {
            return new Failure<>(failure);
        }
    }

    /** Its item is over. */
    void cleanUp(Task<I, T> task) {
        Cleanup<? super I> cleanup = fanOut.options.cleanup();
        try {
            if (cleanup != null) {
                cleanup.run(task.item);
            }
        } catch (Exception | Error failure) { // which would cost the other items their worker
            LOG.warn("Item {} of fan-out '{}' could not be cleaned up.", task.index, fanOut.options.name(), failure);
        }
    }

    /** Nobody gets what an item brought. */
    static void close(@Nullable Outcome<?> outcome) {
        if (outcome instanceof Success<?> success && success.value() instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception | Error failure) { // as above
                LOG.warn("A value that nobody gets could not be closed.", failure);
            }
        }
    }
}
