package dev.safe4j.lock;

/**
 * The transaction of the calling thread, as far as locks have to know it: what is locked inside one stays locked until it has ended.
 * Thread-safe.
 */
public interface TransactionBoundary {

    /** How a transaction ended. */
    enum End {
        /** It was committed, or rolled back. */
        KNOWN,
        /** Nobody knows, and it may still be under way on the server: what it has locked is left to end by itself. */
        UNKNOWN
    }

    /** Who wants to be told. */
    interface Participant {

        /**
         * Is asked before the commit; an exception refuses it.
         *
         * @throws dev.safe4j.lease.LeaseLostException if the lock is no longer held
         */
        void beforeCommit();

        /**
         * Is told of the end, once, on the transaction's thread.
         *
         * @param end how it ended
         */
        void afterEnd(End end);
    }

    /**
     * Returns the boundary of a program without transactions.
     *
     * @return one that is never inside
     */
    static TransactionBoundary none() {
        return new TransactionBoundary() {
            @Override
            public boolean isInside() {
                return false;
            }

            @Override
            public void join(HeldLock lock, Participant participant) {
                throw new IllegalStateException("there are no transactions here.");
            }
        };
    }

    /**
     * Tells whether the calling thread is inside a transaction.
     *
     * @return true if it is, and {@link #join} can be called
     */
    boolean isInside();

    /**
     * Has a lock take part in the calling thread's transaction.
     *
     * @param lock the lock
     * @param participant is told of its commit and end
     */
    void join(HeldLock lock, Participant participant);
}
