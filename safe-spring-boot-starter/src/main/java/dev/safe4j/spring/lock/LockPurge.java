package dev.safe4j.spring.lock;

import dev.safe4j.lock.LockListener;
import dev.safe4j.spring.background.StorePurge;
import java.time.Duration;

/** Deletes the rows of locks that nobody has held for a while, from the first attempt to get one on. Thread-safe. */
public final class LockPurge implements LockListener {

    private final StorePurge purge;

    /**
     * Makes it.
     *
     * @param purge of the store of the locks
     */
    public LockPurge(StorePurge purge) {
        this.purge = purge;
    }

    @Override
    public void onAttempt(String key, Outcome outcome, Duration waited) {
        purge.begin();
    }
}
