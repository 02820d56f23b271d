package dev.safe4j.lock;

import org.jspecify.annotations.Nullable;

/**
 * Work that is done while a lock is held.
 *
 * @param <H> what is held: {@link HeldLock} or {@link HeldLocks}
 * @param <T> what it returns
 * @param <X> what it throws; {@link RuntimeException} where it throws nothing checked
 */
@FunctionalInterface
public interface LockedBody<H, T extends @Nullable Object, X extends Exception> {

    /**
     * Runs, once.
     *
     * @param held what is held; released after it
     * @return the result, may be null
     * @throws X whatever the work throws
     */
    T run(H held) throws X;

    /**
     * Work without a result.
     *
     * @param <H> what is held
     * @param <X> what it throws
     */
    @FunctionalInterface
    interface Action<H, X extends Exception> {

        /**
         * Runs, once.
         *
         * @param held what is held; released after it
         * @throws X whatever the work throws
         */
        void run(H held) throws X;
    }
}
