package dev.safe4j.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something is run next. Thread-safe, and a pure function of the time that it is given. */
@FunctionalInterface
public interface NextRun {

    /**
     * Returns the first time after another at which it is run.
     *
     * @param time the other
     * @return the time; null if there is none any more
     */
    @Nullable
    Instant after(Instant time);

    /**
     * Returns a run so long after the one before.
     *
     * @param delay 10 ms or more
     * @return when it is
     * @throws IllegalArgumentException if it is shorter
     */
    static NextRun every(Duration delay) {
        if (delay.toMillis() < 10) {
            throw new IllegalArgumentException("something is run every 10 ms at most, and not every " + delay + ".");
        }
        return time -> time.plus(delay);
    }
}
