package dev.safe4j.jdbc.advisory;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock that is held by a session of its own, until it is closed or the session ends. Thread-safe, and no thread's
 * own: it can be passed on, asked and closed by any. It holds one connection of the data source.
 */
public final class SessionLock implements AutoCloseable {

    private static final int SECONDS_TO_ANSWER = 5;

    private final AdvisoryKey key;
    private final OwnConnection session;
    private final AdvisorySql sql;
    private final Runnable left;
    private boolean isOpen = true;

    SessionLock(AdvisoryKey key, OwnConnection session, AdvisorySql sql, Runnable left) {
        this.key = key;
        this.session = session;
        this.sql = sql;
        this.left = left;
    }

    /**
     * Returns what is locked.
     *
     * @return the key
     */
    public String key() {
        return key.text();
    }

    /**
     * Asks the server whether the session, and with it the lock, is still there. One round trip, of at most 5 seconds. That it
     * was a moment ago is all that can be known: there is no lease that would make it last.
     *
     * @return false if the session has ended, does not answer, or the lock was closed
     */
    public synchronized boolean isHeld() {
        try {
            return isOpen && session.connection().isValid(SECONDS_TO_ANSWER);
        } catch (SQLException impossible) {
            return false;
        }
    }

    /**
     * Does nothing if the lock is still held, as {@link #isHeld} knows it.
     *
     * @throws AdvisoryLockLostException if the session has ended
     * @throws IllegalStateException if the lock was closed
     */
    public void ensureHeld() {
        if (!isHeld()) {
            synchronized (this) {
                if (!isOpen) {
                    throw new IllegalStateException("advisory lock '" + key.text() + "' was released before.");
                }
            }
            throw lost("its session has ended", null);
        }
    }

    /**
     * Releases the lock and gives the connection back; if the server does not say that it was held, the connection is closed for
     * good. Closing it again does nothing. One round trip.
     *
     * @throws AdvisoryLockLostException if it was lost before, so that what was done under it may not have been done alone
     */
    @Override
    public synchronized void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        boolean isFreed = false;
        try {
            isFreed = sql.free(session.connection(), key);
        } catch (SQLException failure) {
            throw lost("its session did not answer to the release", failure);
        } finally {
            if (isFreed) {
                session.giveBack();
            } else {
                session.evict();
            }
            left.run();
        }
        if (!isFreed) {
            throw lost("its session did not hold it any more", null);
        }
    }

    private AdvisoryLockLostException lost(String why, @Nullable SQLException cause) {
        return new AdvisoryLockLostException(key.text(), why, cause);
    }
}
