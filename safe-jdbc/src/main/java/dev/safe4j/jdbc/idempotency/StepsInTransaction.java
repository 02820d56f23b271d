package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The two steps, on the connection of a transaction. For one thread. */
final class StepsInTransaction implements TransactionalStore.Steps {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Runs work on the transaction's connection. */
    @FunctionalInterface
    interface Runner {

        <T extends @Nullable Object> T run(String task, Session.Work<T> work);
    }

    private final RequestTables tables;
    private final SqlFaults faults;
    private final Duration longest;
    private final Runner runner;

    /**
     * Makes the steps.
     *
     * @param longest how long one claim waits at most, though it was to wait longer: it looks again in another transaction
     */
    StepsInTransaction(RequestTables tables, SqlFaults faults, Duration longest, Runner runner) {
        this.tables = tables;
        this.faults = faults;
        this.longest = longest;
        this.runner = runner;
    }

    @Override
    public Answer claim(Wanted wanted, Duration wait) {
        Duration bound = wait.compareTo(longest) < 0 ? wait : longest;
        return runner.run("claiming " + wanted.id(), session -> claim(session, wanted, bound));
    }

    /** Every look is another statement that claims, and none that only reads: at any isolation it meets what is committed, or fails. */
    private Answer claim(Session session, Wanted wanted, Duration wait) throws SQLException {
        long until = System.nanoTime() + wait.toNanos();
        BoundedClaim bounded = tables.bounded();
        for (int look = 0; look < RequestSteps.LOOKS; look++) {
            boolean isFirst = bounded.isFirst(session);
            try {
                return tables.steps().claim(session, wanted, (claim, values) -> {
                    boolean first = isFirst && bounded.isFirst(session);
                    return bounded.rows(session, claim, values, left(until), first);
                });
            } catch (SQLException failure) {
                FaultClass fault = faults.classify(failure);
                if (fault == FaultClass.LOCK_UNAVAILABLE) {
                    bounded.goOn(session, isFirst);
                    return RequestSteps.LOOK_AGAIN;
                } else if (fault != FaultClass.DUPLICATE) {
                    throw failure;
                }
                // H2's MERGE had waited for its like, which is there now; H2's transaction goes on.
            }
        }
        return RequestSteps.LOOK_AGAIN;
    }

    private static Duration left(long until) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    @Override
    public boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        return runner.run("completing " + owner.id(), session -> tables.steps().complete(session, owner, answer, keep));
    }
}
