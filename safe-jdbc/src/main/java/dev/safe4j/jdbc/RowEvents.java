package dev.safe4j.jdbc;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.FaultClassifier;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.RowListener;
import dev.safe4j.update.RowListener.Locking;
import dev.safe4j.update.RowListener.Outcome;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of writes and row locks, none of which can break anything. Immutable and thread-safe. */
public final class RowEvents {

    /** For nobody. */
    public static final RowEvents NONE = new RowEvents(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(RowListener.class);

    private final List<RowListener> listeners;

    private RowEvents(List<RowListener> listeners) {
        this.listeners = listeners;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told too
     * @return the events with it
     */
    public RowEvents and(RowListener listener) {
        Objects.requireNonNull(listener, "the listener is null");
        return new RowEvents(
                Stream.concat(listeners.stream(), Stream.of(listener)).toList());
    }

    /**
     * Tells of a write.
     *
     * @param table where
     * @param result what became of it
     * @return the result
     */
    public UpdateResult written(Table table, UpdateResult result) {
        if (!listeners.isEmpty()) {
            tell(table, outcome(result));
        }
        return result;
    }

    /**
     * Tells of an insert.
     *
     * @param table where
     * @param result what became of it
     * @return the result
     */
    public InsertResult inserted(Table table, InsertResult result) {
        tell(table, result.isInserted() ? Outcome.APPLIED : Outcome.DUPLICATE);
        return result;
    }

    /**
     * Tells of an upsert, which is applied in any case.
     *
     * @param table where
     */
    public void upserted(Table table) {
        tell(table, Outcome.APPLIED);
    }

    private void tell(Table table, Outcome outcome) {
        tell(each -> each.onWrite(table.name(), outcome));
    }

    private static Outcome outcome(UpdateResult result) {
        if (result instanceof UpdateResult.Refused refused) {
            Refusal why = refused.refusal();
            return why instanceof Refusal.StaleVersion
                    ? Outcome.STALE
                    : why instanceof Refusal.StaleFence ? Outcome.FENCED : Outcome.REFUSED;
        }
        return result.isApplied() ? Outcome.APPLIED : Outcome.MISSING;
    }

    /**
     * Locks rows, and tells of it.
     *
     * @param table where
     * @param waits whether one that is locked is waited for
     * @param faults tells one that was not free from all else
     * @param step locks them
     * @param <T> what it returns
     * @return its result
     */
    public <T extends @Nullable Object> T locked(Table table, boolean waits, FaultClassifier faults, Supplier<T> step) {
        if (listeners.isEmpty()) {
            return step.get();
        }
        long begun = System.nanoTime();
        Locking outcome = Locking.FAILED;
        try {
            T result = step.get();
            outcome = Locking.LOCKED;
            return result;
        } catch (RuntimeException failure) {
            outcome = outcome(faults.classify(failure), waits);
            throw failure;
        } finally {
            tell(table, outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** A wait may also be ended by the time of its statement, which is what is left of the transaction's. */
    private static Locking outcome(FaultClass fault, boolean waits) {
        if (waits) {
            return fault == FaultClass.LOCK_UNAVAILABLE || fault == FaultClass.TIMEOUT
                    ? Locking.TIMED_OUT
                    : Locking.FAILED;
        }
        return fault == FaultClass.LOCK_UNAVAILABLE ? Locking.BUSY : Locking.FAILED;
    }

    private void tell(Table table, Locking outcome, Duration took) {
        tell(each -> each.onLock(table.name(), outcome, took));
    }

    private void tell(Consumer<RowListener> event) {
        for (RowListener each : listeners) {
            try {
                event.accept(each);
            } catch (RuntimeException | LinkageError failure) { // the latter of libraries that do not fit together
                LOG.warn("a listener of writes and row locks failed", failure);
            }
        }
    }
}
