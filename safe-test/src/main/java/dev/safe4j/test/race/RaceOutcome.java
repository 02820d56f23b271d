package dev.safe4j.test.race;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one caller in one round. Immutable and as thread-safe as its value.
 *
 * @param caller the caller's number, from 0
 * @param name the caller's name
 * @param round the round, from 1
 * @param kind what it counts as
 * @param value what the caller returned; null if it threw, or returned null
 * @param failure what the caller threw, null if it returned
 * @param latency how long its body took, without the start and the think time before it
 * @param <T> what a caller returns
 */
public record RaceOutcome<T extends @Nullable Object>(
        int caller,
        String name,
        int round,
        Kind kind,
        @Nullable T value,
        @Nullable Throwable failure,
        Duration latency) {

    /** What an outcome counts as: exactly one of these. */
    public enum Kind {
        /** The caller returned, and not a refusal. */
        SUCCEEDED,
        /** The caller was told no: by a value or an exception that the race takes for a refusal. */
        REFUSED,
        /** The caller threw anything else. */
        FAILED
    }
}
