package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the statements answer, as values. Drivers give numbers and booleans in several classes. */
final class LeaseRows {

    /** A fencing number may be a minute above the clock at most before its row can be purged. */
    static final long NUMBERS_PASSED = Duration.ofMinutes(1).toMillis() * 1_000;

    private LeaseRows() {}

    static Granted granted(@Nullable Object lastFence, int fences, @Nullable Object acquiredAt) {
        return new Granted(number(lastFence) - fences + 1, ServerClock.instant(acquiredAt));
    }

    /** A row that came after the statement had begun is not seen by it. */
    static Answer busy(
            @Nullable Object owner, @Nullable Object fence, @Nullable Object acquiredAt, @Nullable Object remaining) {
        return new Busy(
                owner == null ? "" : owner.toString(),
                number(fence),
                ServerClock.instant(acquiredAt),
                Duration.of(Math.max(0, number(remaining)), ChronoUnit.MICROS));
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    static boolean flag(@Nullable Object value) {
        return value instanceof Boolean flag ? flag : number(value) != 0;
    }

    static long micros(Duration duration) {
        return ServerClock.micros(duration);
    }
}
