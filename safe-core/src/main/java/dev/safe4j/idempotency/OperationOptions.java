package dev.safe4j.idempotency;

import dev.safe4j.lease.Lease;
import java.time.Duration;
import java.util.Objects;

/**
 * How an operation is run under a key. Immutable.
 *
 * @param lease how long a claim lasts without a renewal
 * @param longest how long it is renewed at most
 * @param keep for how long an answer is kept
 * @param within how long to wait for somebody who is at it
 * @param takesOver whether a claim whose lease has ended is taken over
 * @param largest the largest answer that is kept, in bytes
 */
record OperationOptions(
        Duration lease, Duration longest, Duration keep, Duration within, boolean takesOver, int largest) {

    static final OperationOptions DEFAULTS = new OperationOptions(
            Idempotency.DEFAULT_LEASE,
            Idempotency.DEFAULT_LONGEST_RUN,
            Idempotency.DEFAULT_KEEP,
            Duration.ZERO,
            true,
            Idempotency.DEFAULT_LARGEST);

    OperationOptions {
        Lease.checked(lease);
        bounded("the longest run of an operation", longest, Duration.ofDays(7));
        bounded("how long an answer is kept", keep, Duration.ofDays(36_500));
        bounded("the wait for another who is at it", within, Duration.ofHours(1));
        if (keep.isZero()) {
            throw new IllegalArgumentException("an answer that is kept for no time is never replayed.");
        }
        if (largest < 1) {
            throw new IllegalArgumentException("the largest answer that is kept has a byte or more, not " + largest);
        }
    }

    private static void bounded(String what, Duration value, Duration most) {
        Objects.requireNonNull(value, () -> what + " is null");
        if (value.isNegative() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is between zero and " + most + ", and not " + value + ".");
        }
    }

    OperationOptions lease(Duration length) {
        return new OperationOptions(length, longest, keep, within, takesOver, largest);
    }

    OperationOptions longest(Duration run) {
        return new OperationOptions(lease, run, keep, within, takesOver, largest);
    }

    OperationOptions keep(Duration time) {
        return new OperationOptions(lease, longest, time, within, takesOver, largest);
    }

    OperationOptions within(Duration wait) {
        return new OperationOptions(lease, longest, keep, wait, takesOver, largest);
    }

    OperationOptions takesOver(boolean takes) {
        return new OperationOptions(lease, longest, keep, within, takes, largest);
    }

    OperationOptions largest(int bytes) {
        return new OperationOptions(lease, longest, keep, within, takesOver, bytes);
    }
}
