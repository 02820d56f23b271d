package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps for many requests at a time: on PostgreSQL one statement, elsewhere a batch, which drivers send together as far as they do.
 * Immutable.
 */
final class ManyRequests {

    private static final String RENEW = """
            update REQUESTS r set lease_until = NOW + w.length * interval '1 microsecond'
            from unnest(:scopes::text[], :operations::text[], :keys::text[], :tokens::text[], :leases::bigint[])
              as w(scope, operation, request_key, token, length)
            where r.scope = w.scope and r.operation = w.operation and r.request_key = w.request_key
              and r.token = w.token and r.expires_at is null and r.lease_until > NOW
            returning r.token""";

    private static final String PURGE = """
            with gone as (
              select r.ctid as row, r.scope, r.operation, r.request_key from REQUESTS r
              where r.expires_at <= STILL order by r.expires_at limit :limit for update skip locked
            ), without as (
              delete from STEPS s using gone g
              where s.scope = g.scope and s.operation = g.operation and s.request_key = g.request_key
            )
            delete from REQUESTS r using gone g where r.ctid = g.row""";

    /** A purge is not to see the gaps between the rows locked, for which nothing but READ COMMITTED helps. */
    private static final String WITHOUT_GAPS = "set transaction isolation level read committed";

    private final RequestSql sql;
    private final NamedSql renewAll;
    private final NamedSql purge;

    ManyRequests(RequestSql sql) {
        this.sql = sql;
        this.renewAll = sql.sql(RENEW);
        this.purge = sql.sql(PURGE);
    }

    List<Boolean> renew(Session session, List<Renewal> renewals) throws SQLException {
        return sql.dialect == Dialect.POSTGRESQL ? renewTogether(session, renewals) : renewEach(session, renewals);
    }

    private List<Boolean> renewTogether(Session session, List<Renewal> renewals) throws SQLException {
        Map<String, @Nullable Object> values = Map.of(
                "scopes",
                        array(
                                session,
                                "text",
                                renewals,
                                each -> each.owner().id().scope()),
                "operations",
                        array(
                                session,
                                "text",
                                renewals,
                                each -> each.owner().id().operation()),
                "keys",
                        array(
                                session,
                                "text",
                                renewals,
                                each -> each.owner().id().key()),
                "tokens", array(session, "text", renewals, each -> each.owner().token()),
                "leases", array(session, "int8", renewals, each -> ServerClock.micros(each.lease())));
        Set<String> renewed = new HashSet<>();
        for (@Nullable Object[] row : session.query(renewAll.sql(), renewAll.bound(values), 1)) {
            renewed.add(String.valueOf(row[0]));
        }
        return renewals.stream()
                .map(each -> renewed.contains(each.owner().token()))
                .toList();
    }

    private static Array array(Session session, String type, List<Renewal> from, Function<Renewal, Object> part)
            throws SQLException {
        return session.connection().createArrayOf(type, from.stream().map(part).toArray());
    }

    private List<Boolean> renewEach(Session session, List<Renewal> renewals) throws SQLException {
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (Renewal each : renewals) {
            Map<String, @Nullable Object> named = RequestSteps.of(each.owner());
            named.put("lease", ServerClock.micros(each.lease()));
            values.add(sql.renew.bound(named));
        }
        int[] counts = session.batch(sql.renew.sql(), values);
        List<Boolean> renewed = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            // What had ended then has not begun again, so what is held now was renewed.
            renewed.add(counts[i] < 0 ? isRenewed(session, renewals.get(i)) : counts[i] > 0);
        }
        return renewed;
    }

    private boolean isRenewed(Session session, Renewal renewal) throws SQLException {
        List<@Nullable Object> values = sql.isRenewed.bound(RequestSteps.of(renewal.owner()));
        return !session.query(sql.isRenewed.sql(), values, 1).isEmpty();
    }

    /** Deletes some requests that have expired, with their steps; those that somebody has locked are left. */
    int purge(Session session, int atMost) throws SQLException {
        Map<String, Integer> limit = Map.of("limit", atMost);
        if (sql.dialect == Dialect.POSTGRESQL) {
            return session.update(purge.sql(), purge.bound(limit));
        }
        return RequestSteps.whole(session, inside -> purgeEach(inside, limit));
    }

    private int purgeEach(Session session, Map<String, Integer> limit) throws SQLException {
        if (sql.dialect.isMySqlFamily()) {
            session.update(WITHOUT_GAPS, List.of());
        }
        List<List<@Nullable Object>> keys = new ArrayList<>();
        for (@Nullable Object[] row : session.query(sql.expired.sql(), sql.expired.bound(limit), 3)) {
            keys.add(sql.forget.bound(RequestSteps.of(
                    new RequestId(String.valueOf(row[0]), String.valueOf(row[1]), String.valueOf(row[2])))));
        }
        if (!keys.isEmpty()) {
            session.batch(sql.forgetSteps.sql(), keys);
            session.batch(sql.forget.sql(), keys);
        }
        return keys.size();
    }
}
