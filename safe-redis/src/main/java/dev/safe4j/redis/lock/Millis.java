package dev.safe4j.redis.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as the scripts take and give it. */
final class Millis {

    private Millis() {}

    /** Rounded up: a lease must not end earlier than its holder thinks. */
    static long of(Duration length) {
        return length.plusNanos(999_999).toMillis();
    }

    static Instant fromMicros(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
