package dev.safe4j.jdbc;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Knows which transactions are over though Spring still has their connection bound: it does so for as long as it tells
 * synchronizations and listeners of the end, and nobody commits what is written then. A transaction is watched from the first work in
 * it, and asked by what Spring binds for it, as another manager's may run within it. Thread-safe.
 */
final class TransactionEnds {

    private final Map<Object, Boolean> over = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Refuses to work in a transaction that is over.
     *
     * @param task what is refused, for the message
     * @param holder what Spring has bound for the transaction
     */
    void refuse(String task, Object holder) {
        if (isOver(holder)) {
            throw new IllegalStateException(task
                    + ": the transaction of this thread has been completed, and nobody would commit what is done on its connection"
                    + " now. After a commit, work in a transaction of its own (REQUIRES_NEW), or before it, as by enqueueing a"
                    + " job. Nothing was sent.");
        }
    }

    private boolean isOver(Object holder) {
        Boolean known = over.get(holder);
        if (known != null) {
            return known;
        }
        // Spring takes the synchronizations away before it tells them of the completion.
        if (!TransactionSynchronizationManager.isSynchronizationActive() || isCommitted()) {
            return true;
        }
        over.put(holder, false);
        TransactionSynchronizationManager.registerSynchronization(new Watch(holder));
        return false;
    }

    /** Too late to be told of the commit, but somebody else may have been, as who watches for another {@link Database}. */
    private static boolean isCommitted() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof CommitKnown known && known.isCommitted()) {
                return true;
            }
        }
        return false;
    }

    private final class Watch implements CommitKnown {

        private final Object holder;

        /** If nothing else is bound, the end of the present transaction is that of the connection, and of no inner one. */
        private final boolean alone =
                TransactionSynchronizationManager.getResourceMap().size() == 1;

        private boolean committed;

        Watch(Object holder) {
            this.holder = holder;
        }

        /** Told before those that may work on. */
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public boolean isCommitted() {
            return committed;
        }

        @Override
        public void afterCommit() {
            committed = true;
            over.put(holder, true);
        }

        /** What joins the transaction from here on has synchronizations again. */
        @Override
        public void afterCompletion(int status) {
            if (alone) {
                over.put(holder, true);
            } else {
                over.remove(holder);
            }
        }
    }
}
