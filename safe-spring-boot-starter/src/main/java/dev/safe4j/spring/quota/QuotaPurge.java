package dev.safe4j.spring.quota;

import dev.safe4j.counter.CounterListener;
import dev.safe4j.spring.background.StorePurge;
import java.time.Duration;

/** Forgets quotas of which nothing counts any more, from the first take on. Thread-safe. */
public final class QuotaPurge implements CounterListener {

    private final StorePurge purge;

    /**
     * Makes it.
     *
     * @param purge of the store of the quotas
     */
    public QuotaPurge(StorePurge purge) {
        this.purge = purge;
    }

    @Override
    public void onTake(String key, Outcome outcome, Duration took) {
        purge.begin();
    }
}
