package dev.safe4j.jdbc.transaction;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.TransactionBoundary;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Has locks live as long as the Spring transaction in which they were acquired. Thread-safe; one per {@link
 * dev.safe4j.lock.Locks}, or one for all.
 *
 * <ul>
 *   <li>Before the commit each lock is asked whether it is still held, and the {@link CommitGuard} after it; the transaction is
 *       rolled back if one is lost. Both come after all other synchronizations, as near to the commit as Spring lets them. In a
 *       read-only transaction the guard is not asked: there is nothing to guard.
 *   <li>The locks are released after the commit or the rollback, never before.
 *   <li>After a commit whose outcome is unknown they are left to end by themselves: the commit may still be under way on the
 *       server.
 * </ul>
 *
 * <p>A lock that is acquired while the transaction is being committed already, by a synchronization, is released with it and
 * not asked again.
 */
public final class SpringTransactionBoundary implements TransactionBoundary {

    private final @Nullable CommitGuard guard;

    /** Makes the boundary without a guard: between the last question and the commit a lock can still be lost. */
    public SpringTransactionBoundary() {
        this.guard = null;
    }

    /**
     * Makes the boundary with a guard that closes that gap.
     *
     * @param guard asked for each lock before the commit
     */
    public SpringTransactionBoundary(CommitGuard guard) {
        this.guard = Objects.requireNonNull(guard, "the guard is null");
    }

    @Override
    public boolean isInside() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException outside a transaction; nothing has joined
     */
    @Override
    public void join(HeldLock lock, Participant participant) {
        if (!isInside()) {
            throw new IllegalStateException(
                    "lock '" + lock.key() + "' cannot take part in a transaction: none is active on this thread.");
        }
        joined().add(lock, participant);
    }

    /** The locks of the present transaction, of which a suspended one has others. */
    private Joined joined() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Joined joined && joined.boundary() == this) {
                return joined;
            }
        }
        Joined joined = new Joined();
        TransactionSynchronizationManager.registerSynchronization(joined);
        return joined;
    }

    /** All locks of one transaction, in the order of their keys: the order in which their rows are locked by everybody. */
    private final class Joined implements TransactionSynchronization {

        private final SortedMap<Place, Participant> participants = new TreeMap<>();

        SpringTransactionBoundary boundary() {
            return SpringTransactionBoundary.this;
        }

        void add(HeldLock lock, Participant participant) {
            participants.put(new Place(lock, participants.size()), participant);
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        /** Throws no TransactionException: after one of those managers think that the commit has failed, and roll nothing back. */
        @Override
        public void beforeCommit(boolean readOnly) {
            try {
                requireHeld(readOnly);
            } catch (TransactionException refused) {
                throw new IllegalStateException(
                        "the transaction is not committed, since its locks could not be looked after: "
                                + refused.getMessage(),
                        refused);
            }
        }

        private void requireHeld(boolean readOnly) {
            participants.values().forEach(Participant::beforeCommit);
            if (guard != null && !readOnly) {
                participants.keySet().forEach(place -> guard.requireHeld(place.lock()));
            }
        }

        @Override
        public void afterCompletion(int status) {
            End end = status == STATUS_UNKNOWN ? End.UNKNOWN : End.KNOWN;
            RuntimeException failure = null;
            for (Participant each : participants.values()) {
                try {
                    each.afterEnd(end);
                } catch (RuntimeException one) {
                    failure = failure == null ? one : failure;
                }
            }
            if (failure != null) {
                throw failure; // Spring logs it: the transaction has ended
            }
        }
    }

    /** Where a lock stands among those of its transaction: the same key may be there more than once. */
    private record Place(HeldLock lock, int number) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byKey = lock.key().compareTo(other.lock.key());
            return byKey != 0 ? byKey : Integer.compare(number, other.number);
        }
    }
}
