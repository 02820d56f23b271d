package dev.safe4j.jdbc.lock;

import java.time.Duration;

/** What to do about a row that somebody else has locked. */
record LockWait(Kind kind, Duration limit) {

    private static final Duration LONGEST = Duration.ofHours(1);

    enum Kind {
        WITHIN,
        NONE,
        SKIP
    }

    static LockWait within(Duration limit) {
        if (limit.toMillis() < 1 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the wait for a row lock must be between a millisecond and an hour, and is " + limit + ".");
        }
        return new LockWait(Kind.WITHIN, limit);
    }

    static LockWait none() {
        return new LockWait(Kind.NONE, Duration.ZERO);
    }

    static LockWait skip() {
        return new LockWait(Kind.SKIP, Duration.ZERO);
    }

    long wholeSeconds() {
        return limit.plusMillis(999).toSeconds();
    }
}
