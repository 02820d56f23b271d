package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement a step, for any number of keys, and one more to say who has what one caller was refused. Rows are locked in the order of their names. A row that somebody else has locked for
 * the moment delays no other: acquiring passes it by, as if it were held.
 */
final class PostgresSteps implements LeaseSteps {

    private static final String HOLDER = "l.owner, l.fence, MICROS(l.acquired_at), MICROS(l.lease_until) - CLOCK";

    private static final String TAKE_ONE = """
            insert into TABLE as l (name, token, owner, fence, acquired_at, lease_until, awaited)
            values (?, ?, ?, CLOCK + ? - 1, NOW, PLUS, false)
            on conflict (name) do update set token = excluded.token, owner = excluded.owner,
              fence = greatest(l.fence + ?, excluded.fence), acquired_at = excluded.acquired_at,
              lease_until = excluded.lease_until, awaited = false
            where l.lease_until <= NOW
            returning l.fence, MICROS(l.acquired_at)""";

    /** Only for those who were refused: in one statement with the rest it would cost those, too, who were not. */
    private static final String WHO = "select HOLDER from TABLE l where l.name = ?";

    private static final String MARK = """
            with marked as (
              update TABLE l set awaited = true where l.name = ? and not l.awaited and l.lease_until > NOW)
            """;

    private static final String TAKE_MANY = """
            with want as (
              select * from unnest(TEXTS, TEXTS, TEXTS, INTS, LONGS, FLAGS)
                as w(name, token, owner, fences, length, waits)
            ), present as (
              select l.name from TABLE l join want w on w.name = l.name order by l.name for update of l skip locked
            ), taken as (
              update TABLE l set token = w.token, owner = w.owner, fence = greatest(l.fence + w.fences, CLOCK + w.fences - 1),
                acquired_at = NOW, lease_until = NOW + w.length * interval '1 microsecond', awaited = false
              from want w join present p on p.name = w.name
              where l.name = w.name and l.lease_until <= NOW
              returning l.name, l.fence, l.acquired_at
            ), made as (
              insert into TABLE as l (name, token, owner, fence, acquired_at, lease_until, awaited)
              select w.name, w.token, w.owner, CLOCK + w.fences - 1, NOW, NOW + w.length * interval '1 microsecond', false
              from want w where not exists (select from TABLE l where l.name = w.name) order by w.name
              on conflict (name) do nothing
              returning l.name, l.fence, l.acquired_at
            ), got as (
              select * from taken union all select * from made
            ), marked as (
              update TABLE l set awaited = true from want w join present p on p.name = w.name
              where w.waits and l.name = w.name and not l.awaited and not exists (select from got g where g.name = w.name))
            select w.name, g.fence, MICROS(g.acquired_at), HOLDER
            from want w left join got g on g.name = w.name left join TABLE l on l.name = w.name""";

    private static final String RENEW = """
            with want as (
              select * from unnest(TEXTS, TEXTS, LONGS) as w(name, token, length)
            ), mine as (
              select l.name from TABLE l join want w on w.name = l.name and w.token = l.token order by l.name for update of l)
            update TABLE l set lease_until = NOW + w.length * interval '1 microsecond'
            from want w join mine m on m.name = w.name
            where l.name = w.name and l.token = w.token and l.lease_until > NOW
            returning l.name""";

    private static final String RELEASE = """
            with want as (
              select * from unnest(TEXTS, TEXTS, LONGS, LONGS) as w(name, token, used, kept)
            ), mine as (
              select l.name from TABLE l join want w on w.name = l.name and w.token = l.token order by l.name for update of l
            ), freed as (
              update TABLE l set token = null, lease_until = NOW + w.kept * interval '1 microsecond',
                fence = case when w.used > 0 then w.used else l.fence end
              from want w join mine m on m.name = w.name
              where l.name = w.name and l.token = w.token
              returning l.name, l.awaited)
            select name, awaitedTELL from freed""";

    private static final String RELEASE_ONE = """
            update TABLE l set token = null, lease_until = PLUS, fence = case when ? > 0 then ? else l.fence end
            where l.name = ? and l.token = ?
            returning l.awaitedTELL""";

    private static final String TELL = ", case when awaited then pg_notify(?, name)::text end";

    private static final String PURGE = """
            delete from TABLE where name in (
              select name from TABLE where lease_until < NOW - ? * interval '1 microsecond' and fence < CLOCK - ?
              order by name limit ? for update skip locked)""";

    private final String takeOne;
    private final String who;
    private final String mark;
    private final String takeMany;
    private final String renew;
    private final String releaseOne;
    private final String release;
    private final String purge;
    private final @Nullable String channel;

    PostgresSteps(String table, ServerClock dialect, @Nullable String channel) {
        this.channel = channel;
        Function<String, String> sql = text -> rendered(text, table, dialect);
        this.takeOne = sql.apply(TAKE_ONE);
        this.who = sql.apply(WHO);
        this.mark = sql.apply(MARK + WHO);
        this.takeMany = sql.apply(TAKE_MANY);
        this.renew = sql.apply(RENEW);
        String tell = channel == null ? "" : TELL;
        this.releaseOne = sql.apply(RELEASE_ONE.replace("TELL", tell));
        this.release = sql.apply(RELEASE.replace("TELL", tell));
        this.purge = sql.apply(PURGE);
    }

    private static String rendered(String text, String table, ServerClock dialect) {
        return text.replace("HOLDER", HOLDER)
                .replace("TEXTS", array("text"))
                .replace("INTS", array("int"))
                .replace("LONGS", array("bigint"))
                .replace("FLAGS", array("boolean"))
                .replaceAll(
                        "MICROS\\(([\\w.]+)\\)",
                        java.util.regex.Matcher.quoteReplacement(dialect.micros("%"))
                                .replace("%", "$1"))
                .replace("CLOCK", dialect.clock())
                .replace("PLUS", dialect.plus())
                .replace("NOW", dialect.now())
                .replace("TABLE", table);
    }

    /**
     * In a sub-select, so that the planner does not see how long the array is: a plan for one length looks cheaper to it than the plan
     * for all, and it would plan every call anew, which makes it about five times as slow.
     */
    private static String array(String type) {
        return "(select ?::" + type + "[])";
    }

    @Override
    public List<Answer> acquire(Session session, List<Request> requests) throws SQLException {
        return requests.size() == 1 ? List.of(one(session, requests.get(0))) : many(session, requests);
    }

    private Answer one(Session session, Request request) throws SQLException {
        List<Object> values = List.of(
                request.key(),
                request.token(),
                request.owner(),
                request.fences(),
                LeaseRows.micros(request.length()),
                request.fences());
        List<@Nullable Object[]> rows = session.query(takeOne, values, 2);
        return rows.isEmpty()
                ? holder(session, request)
                : LeaseRows.granted(rows.get(0)[0], request.fences(), rows.get(0)[1]);
    }

    /** Who has it; nothing is left of the lease, and it is soon asked for again, if that one has released it meanwhile. */
    private Answer holder(Session session, Request request) throws SQLException {
        List<@Nullable Object[]> rows = request.waits()
                ? session.query(mark, List.of(request.key(), request.key()), 4)
                : session.query(who, List.of(request.key()), 4);
        if (rows.isEmpty()) {
            return LeaseRows.busy(null, null, null, null); // released and purged meanwhile
        }
        @Nullable Object[] row = rows.get(0);
        return LeaseRows.busy(row[0], row[1], row[2], row[3]);
    }

    private List<Answer> many(Session session, List<Request> requests) throws SQLException {
        List<Object> values = List.of(
                array(session, "text", requests, Request::key),
                array(session, "text", requests, Request::token),
                array(session, "text", requests, Request::owner),
                array(session, "int4", requests, Request::fences),
                array(session, "int8", requests, each -> LeaseRows.micros(each.length())),
                array(session, "bool", requests, Request::waits));
        Map<String, @Nullable Object[]> rows = new HashMap<>();
        for (@Nullable Object[] row : session.query(takeMany, values, 7)) {
            rows.put(String.valueOf(row[0]), row);
        }
        List<Answer> answers = new ArrayList<>();
        for (Request each : requests) {
            @Nullable Object[] row = java.util.Objects.requireNonNull(rows.get(each.key()), "every key is answered");
            answers.add(
                    row[1] == null
                            ? LeaseRows.busy(row[3], row[4], row[5], row[6])
                            : LeaseRows.granted(row[1], each.fences(), row[2]));
        }
        return answers;
    }

    @Override
    public List<Boolean> renew(Session session, List<Lease> leases) throws SQLException {
        List<Object> values = List.of(
                array(session, "text", leases, Lease::key),
                array(session, "text", leases, Lease::token),
                array(session, "int8", leases, each -> LeaseRows.micros(each.length())));
        Set<String> renewed = new HashSet<>();
        session.query(renew, values, 1).forEach(row -> renewed.add(String.valueOf(row[0])));
        return leases.stream().map(each -> renewed.contains(each.key())).toList();
    }

    @Override
    public List<Released> release(Session session, List<Release> releases) throws SQLException {
        return releases.size() == 1 ? List.of(one(session, releases.get(0))) : several(session, releases);
    }

    private Released one(Session session, Release release) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                LeaseRows.micros(release.keepFor()),
                release.lastFence(),
                release.lastFence(),
                release.key(),
                release.token()));
        if (channel != null) {
            values.add(channel);
        }
        List<@Nullable Object[]> rows = session.query(releaseOne, values, 1);
        return released(rows.isEmpty() ? null : LeaseRows.flag(rows.get(0)[0]));
    }

    private List<Released> several(Session session, List<Release> releases) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                array(session, "text", releases, Release::key),
                array(session, "text", releases, Release::token),
                array(session, "int8", releases, Release::lastFence),
                array(session, "int8", releases, each -> LeaseRows.micros(each.keepFor()))));
        if (channel != null) {
            values.add(channel);
        }
        Map<String, Boolean> freed = new HashMap<>();
        session.query(release, values, 2).forEach(row -> freed.put(String.valueOf(row[0]), LeaseRows.flag(row[1])));
        return releases.stream().map(each -> released(freed.get(each.key()))).toList();
    }

    private static Released released(@Nullable Boolean awaited) {
        if (awaited == null) {
            return Released.LOST;
        }
        return awaited ? Released.AWAITED : Released.FREED;
    }

    @Override
    public int purge(Session session, Duration idle, int atMost) throws SQLException {
        return session.update(purge, List.of(LeaseRows.micros(idle), LeaseRows.NUMBERS_PASSED, atMost));
    }

    private static <T> Array array(Session session, String type, List<T> from, Function<T, Object> part)
            throws SQLException {
        return session.connection().createArrayOf(type, from.stream().map(part).toArray());
    }
}
