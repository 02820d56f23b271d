package dev.safe4j.jdbc.rowlock;

import dev.safe4j.jdbc.Dialect;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What to do about a row that somebody else has locked.
 *
 * @param kind whether to wait, to fail or to go on without it
 * @param limit how long to wait, zero where there is no wait
 */
public record LockWait(Kind kind, Duration limit) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** The ways. */
    public enum Kind {
        /** Wait for it, bounded. */
        WITHIN,
        /** Fail at once. */
        NONE,
        /** Leave it out. */
        SKIP
    }

    /**
     * Waits no longer than this.
     *
     * @param limit a millisecond to an hour
     * @return the wait
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public static LockWait within(Duration limit) {
        if (limit.toMillis() < 1 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the wait for a row lock must be between a millisecond and an hour, and is " + limit + ".");
        }
        return new LockWait(Kind.WITHIN, limit);
    }

    /**
     * Does not wait: a locked row is a fault.
     *
     * @return the wait
     */
    public static LockWait none() {
        return new LockWait(Kind.NONE, Duration.ZERO);
    }

    /**
     * Does not wait: a locked row is left out.
     *
     * @return the wait
     */
    public static LockWait skip() {
        return new LockWait(Kind.SKIP, Duration.ZERO);
    }

    /**
     * Returns the limit for databases that count seconds.
     *
     * @return the limit, rounded up
     */
    public long wholeSeconds() {
        return limit.plusMillis(999).toSeconds();
    }

    /**
     * Returns the clause that locks the rows of a SELECT. On PostgreSQL and MySQL the limit of a wait is not in it.
     *
     * @param dialect the database
     * @param exclusive whether to lock against every other lock, or only against change
     * @return the clause, with a space before it
     */
    public String clause(Dialect dialect, boolean exclusive) {
        String lock = exclusive || dialect == Dialect.H2
                ? " for update"
                : dialect == Dialect.MARIADB ? " lock in share mode" : " for share";
        return lock
                + switch (kind) {
                    case NONE -> " nowait";
                    case SKIP -> " skip locked";
                    case WITHIN ->
                        switch (dialect) {
                            case MARIADB -> " wait " + wholeSeconds();
                            case H2 ->
                                " wait "
                                        + BigDecimal.valueOf(limit.toMillis(), 3)
                                                .toPlainString();
                            case POSTGRESQL, MYSQL -> "";
                        };
                };
    }
}
