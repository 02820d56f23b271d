package dev.safe4j.lock;

import java.time.Duration;

/** Durations as they stand in messages. */
final class Durations {

    private Durations() {}

    static String shown(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1_000 || (millis % 1_000 != 0 && millis < 10_000)
                ? millis + " ms"
                : Math.round(millis / 1_000.0) + " s";
    }

    static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
