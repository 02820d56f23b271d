package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of both stores as statements on one connection. Immutable. */
final class RequestSteps {

    /** How often a claim that others came before is made again; each time they have got on. */
    static final int LOOKS = 3;

    /** What a claimant is told who has not seen how the request is: look again. */
    static final Answer LOOK_AGAIN = new Running(1, Duration.ZERO);

    /** Runs the statement that claims. */
    @FunctionalInterface
    interface Claiming {

        /** Answers with the rows of STATE; none if somebody else came in between. */
        List<@Nullable Object[]> rows(NamedSql claim, Map<String, @Nullable Object> values) throws SQLException;
    }

    private final RequestSql sql;

    RequestSteps(RequestSql sql) {
        this.sql = sql;
    }

    Answer claim(Session session, Wanted wanted, Claiming claiming) throws SQLException {
        Map<String, @Nullable Object> values = of(wanted.id());
        values.put("token", wanted.token());
        values.put(
                "fingerprint",
                wanted.fingerprint() == null ? null : wanted.fingerprint().text());
        values.put("lease", ServerClock.micros(wanted.lease()));
        values.put("takes", wanted.takesOver());
        for (int look = 0; look < LOOKS; look++) {
            List<@Nullable Object[]> rows = claiming.rows(sql.claim, values);
            if (!rows.isEmpty()) {
                return found(session, RequestRow.of(rows.get(0)), wanted, values);
            }
        }
        return LOOK_AGAIN;
    }

    /**
     * Claims by one statement where that answers, else by one that claims and one that looks whose it is. Between the two H2 holds the
     * row. On MySQL, where that would take four more round trips, who stalls there for its whole lease is told of those who have taken over.
     */
    List<@Nullable Object[]> claimed(Session session, NamedSql claim, Map<String, @Nullable Object> values)
            throws SQLException {
        if (sql.claimReturnsState) {
            return query(session, claim, values, RequestSql.STATE_COLUMNS);
        }
        return sql.dialect == Dialect.H2
                ? whole(session, inside -> claimedAndSeen(inside, claim, values))
                : claimedAndSeen(session, claim, values);
    }

    private List<@Nullable Object[]> claimedAndSeen(
            Session session, NamedSql claim, Map<String, @Nullable Object> values) throws SQLException {
        update(session, claim, values);
        return query(session, sql.state, values, RequestSql.STATE_COLUMNS);
    }

    /** Claims by the first statement of a transaction of PostgreSQL, which waits for another's so long at most. */
    List<@Nullable Object[]> claimedFirst(Session session, Map<String, @Nullable Object> values, String wait)
            throws SQLException {
        Map<String, @Nullable Object> bounded = new HashMap<>(values);
        bounded.put("wait", wait);
        List<@Nullable Object[]> rows = query(session, sql.claimFirst, bounded, RequestSql.STATE_COLUMNS);
        return rows.get(0)[0] == null ? List.of() : rows; // without a token it is only the limit that was put back
    }

    private Answer found(Session session, RequestRow row, Wanted wanted, Map<String, @Nullable Object> values)
            throws SQLException {
        Answer answer = row.found(wanted);
        if (answer instanceof Granted && row.isAnew()) {
            values.put("series", row.series());
            update(session, sql.forgetOldSteps, values);
        }
        return answer;
    }

    boolean complete(Session session, Owner owner, StoredAnswer answer, Duration keep) throws SQLException {
        return update(session, sql.complete, answered(of(owner), answer, keep)) > 0;
    }

    boolean wasCompleted(Session session, Owner owner) throws SQLException {
        return !query(session, sql.wasCompleted, of(owner), 1).isEmpty();
    }

    /** In a transaction: the steps of a request that is gone must not be found by the next. */
    boolean release(Session session, Owner owner) throws SQLException {
        boolean isMine = update(session, sql.release, of(owner)) > 0;
        if (isMine) {
            update(session, sql.forgetSteps, of(owner));
        }
        return isMine;
    }

    boolean abandon(Session session, Owner owner) throws SQLException {
        return update(session, sql.abandon, of(owner)) > 0;
    }

    boolean record(Session session, Owner owner, String step, StoredAnswer result) throws SQLException {
        Map<String, @Nullable Object> values = answered(of(owner), result, Duration.ZERO);
        values.put("step", step);
        return update(session, sql.record, values) > 0
                || !query(session, sql.isMine, of(owner), 1).isEmpty();
    }

    Map<String, StoredAnswer> steps(Session session, RequestId id) throws SQLException {
        Map<String, StoredAnswer> steps = new HashMap<>();
        for (@Nullable Object[] row : query(session, sql.steps, of(id), 4)) {
            steps.put(String.valueOf(row[0]), RequestRow.answer(row[1], row[2], row[3]));
        }
        return Map.copyOf(steps);
    }

    @Nullable
    Answer look(Session session, RequestId id) throws SQLException {
        List<@Nullable Object[]> rows = query(session, sql.state, of(id), RequestSql.STATE_COLUMNS);
        if (rows.isEmpty()) {
            return null;
        }
        RequestRow row = RequestRow.of(rows.get(0));
        return row.isExpired() ? null : row.found();
    }

    boolean resolve(Session session, Owner lapsed, StoredAnswer answer, Duration keep) throws SQLException {
        return update(session, sql.resolve, answered(of(lapsed), answer, keep)) > 0;
    }

    /** In a transaction, as {@link #release} is. */
    boolean forgetLapsed(Session session, Owner lapsed) throws SQLException {
        boolean wasSo = update(session, sql.forgetLapsed, of(lapsed)) > 0;
        if (wasSo) {
            update(session, sql.forgetSteps, of(lapsed));
        }
        return wasSo;
    }

    /** Runs several statements in one transaction; on a connection with auto-commit off they are in one already. */
    static <T> T whole(Session session, Session.Work<T> work) throws SQLException {
        return session.inTransaction() ? work.on(session) : session.atomically(work);
    }

    static Map<String, @Nullable Object> of(RequestId id) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("scope", id.scope());
        values.put("operation", id.operation());
        values.put("key", id.key());
        return values;
    }

    static Map<String, @Nullable Object> of(Owner owner) {
        Map<String, @Nullable Object> values = of(owner.id());
        values.put("token", owner.token());
        values.put("attempt", owner.attempt());
        return values;
    }

    private static Map<String, @Nullable Object> answered(
            Map<String, @Nullable Object> values, StoredAnswer answer, Duration keep) {
        values.put("kind", answer.kind().name());
        values.put("type", answer.type());
        values.put("answer", answer.bytes());
        values.put("keep", ServerClock.micros(keep));
        return values;
    }

    private static int update(Session session, NamedSql statement, Map<String, @Nullable Object> values)
            throws SQLException {
        return session.update(statement.sql(), statement.bound(values));
    }

    private static List<@Nullable Object[]> query(
            Session session, NamedSql statement, Map<String, @Nullable Object> values, int columns)
            throws SQLException {
        return session.query(statement.sql(), statement.bound(values), columns);
    }
}
