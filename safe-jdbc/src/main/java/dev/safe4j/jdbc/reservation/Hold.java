package dev.safe4j.jdbc.reservation;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is put aside for one caller, until it is confirmed, given back or its time is over. Belongs to no thread, and by its
 * {@linkplain #id() id} to no process. Thread-safe.
 */
public final class Hold implements AutoCloseable {

    private final Holds holds;
    private final String id;
    private final AtomicBoolean isConfirmed = new AtomicBoolean();

    Hold(Holds holds, String id) {
        this.holds = holds;
        this.id = id;
    }

    /**
     * Returns the id, by which another process can confirm or cancel it too.
     *
     * @return 36 characters
     */
    public String id() {
        return id;
    }

    /**
     * Returns a key for the system that is called while this is held: the same however often it is called for this hold.
     *
     * @return the id
     */
    public String idempotencyKey() {
        return id;
    }

    /**
     * Uses what was put aside: it does not come back. Confirmed again, nothing happens. After the end of its time it is still confirmed
     * unless a sweep was there first.
     *
     * @throws HoldOverException if it was given back before; nothing was changed
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException inside a transaction
     * @throws dev.safe4j.retry.OutcomeUnknownException if the answer was lost: confirm it again
     */
    public void confirm() {
        holds.confirm(id);
        isConfirmed.set(true);
    }

    /**
     * Gives back what was put aside.
     *
     * @return true if it was given back now or before; false if it had been confirmed: nothing was changed
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException inside a transaction
     */
    public boolean cancel() {
        return holds.cancel(id);
    }

    /** Cancels it, unless it was confirmed through this object. */
    @Override
    public void close() {
        if (!isConfirmed.get()) {
            cancel();
        }
    }

    @Override
    public String toString() {
        return "hold " + id;
    }
}
