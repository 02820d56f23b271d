package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobStore.Owner;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What owners write, each write under the token of the claim, in the order of the ids, and answered by both: of one job there may be a
 * claim that is lost beside the one that holds. On PostgreSQL one statement for all of a kind; elsewhere the rows are locked and their
 * tokens compared, and then they are written; but what is done and not kept is deleted by one statement on MariaDB too. Immutable.
 */
final class Owning {

    private static final String OWNERS = "unnest(:ids::bigint[], :claims::int[]) as w(id, claim)";

    private static final String OWNERS_WITH_ENDS =
            "unnest(:ids::bigint[], :claims::int[], :times::bigint[], :histories::text[]) as w(id, claim, time, history)";

    /** What belongs to one claim has its token in common, which is sent once. */
    private static final String OWNED = "j.id = w.id and j.token = (:tokens::text[])[w.claim] and j.state = 'RUNNING'";

    /** Locked in order before they are written, since a renewal and an ending of the same jobs can meet. */
    private static final String WRITE = """
            with mine as materialized (
              select COLUMNS from OWNERS join JOBS j on OWNED CONDITION order by j.id for update of j
            ) update JOBS j set CHANGE from mine w where j.id = w.id returning j.id, j.token, j.group_key""".replace("OWNED", OWNED);

    private static final String DELETE =
            "delete from JOBS j using " + OWNERS + " where " + OWNED + " returning j.id, j.token, j.group_key";

    private static final String MINE =
            "select j.id, j.token, j.group_key from JOBS j where j.id in (:ids) and j.state = 'RUNNING' CONDITION"
                    + " order by j.id for update";

    private static final String HELD = "and j.until_at > NOW";

    /** The kinds of endings, and what they write. */
    private enum Kind {
        DELETED(""),
        DONE("state = 'DONE', until_at = PLUS(TIME)"),
        DEAD("state = 'DEAD', until_at = PLUS(TIME), history = HISTORY"),
        AGAIN("state = RELEASED, until_at = null, has_slot = false, LATER, due_at = PLUS(TIME), history = HISTORY"),
        ANEW(
                "state = RELEASED, until_at = null, has_slot = false, for_at = null, due_at = AT(TIME), history = HISTORY, attempt = 0,"
                        + " progress = -1, resume = null"),
        BACK("state = RELEASED, until_at = null, attempt = attempt - 1");

        private final String change;

        Kind(String change) {
            this.change = change;
        }
    }

    /** A write: of whom, and with what. */
    private record Write(
            Kind kind, Owner owner, long time, @Nullable String history) {

        static Write of(JobEnding ending) {
            Owner owner = ending.owner();
            if (ending instanceof JobEnding.Done done) {
                return new Write(done.keep().isZero() ? Kind.DELETED : Kind.DONE, owner, micros(done.keep()), null);
            } else if (ending instanceof JobEnding.Bury bury) {
                return new Write(Kind.DEAD, owner, micros(bury.keep()), bury.history());
            } else if (ending instanceof JobEnding.Retry retry) {
                return new Write(Kind.AGAIN, owner, micros(retry.delay()), retry.history());
            } else if (ending instanceof JobEnding.Renew renew) {
                return new Write(Kind.ANEW, owner, Owning.micros(renew.due()), renew.history());
            }
            return new Write(Kind.BACK, owner, 0, null);
        }

        private static long micros(Duration duration) {
            return ServerClock.micros(duration);
        }
    }

    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private final Dialect dialect;
    private final Map<Kind, NamedSql> writes = new EnumMap<>(Kind.class);
    private final NamedSql renew;
    private final NamedSql mine;
    private final NamedSql held;
    private final NamedSql deleteOfToken;
    private final NamedSql save;

    Owning(JobSql sql) {
        this.dialect = sql.dialect;
        for (Kind each : Kind.values()) {
            writes.put(each, sql.sql(text(each)));
        }
        this.renew = sql.sql(
                write("until_at = PLUS(:lease)", HELD).replace("OWNERS", OWNERS).replace("COLUMNS", "j.id"));
        this.mine = sql.sql(MINE.replace("CONDITION", ""));
        this.held = sql.sql(MINE.replace("CONDITION", HELD));
        this.deleteOfToken = sql.sql("delete from JOBS where id in (:ids) and token = :token and state = 'RUNNING'"
                + " returning id, token, group_key");
        this.save = sql.sql("update JOBS set progress = :progress, resume = :resume"
                + " where id = :id and token = :token and state = 'RUNNING'");
    }

    private String text(Kind kind) {
        boolean postgresql = dialect == Dialect.POSTGRESQL;
        if (kind == Kind.DELETED) {
            return postgresql ? DELETE : "delete from JOBS where id in (:ids)";
        }
        String change = kind.change
                .replace("TIME", postgresql ? "w.time" : ":time")
                .replace("HISTORY", postgresql ? "w.history" : ":history");
        return write(change, "").replace("OWNERS", OWNERS_WITH_ENDS).replace("COLUMNS", "j.id, w.time, w.history");
    }

    private String write(String change, String condition) {
        return dialect == Dialect.POSTGRESQL
                ? WRITE.replace("CHANGE", change).replace("CONDITION", condition)
                : "update JOBS set " + change + " where id in (:ids)";
    }

    List<Boolean> renew(Session session, List<Owner> owners, Duration lease) throws SQLException {
        List<Write> all = sorted(
                owners.stream().map(each -> new Write(Kind.BACK, each, 0, null)).toList());
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("lease", ServerClock.micros(lease));
        Set<Owner> renewed = new HashSet<>();
        if (dialect == Dialect.POSTGRESQL) {
            values.putAll(owners(session, all));
            renewed.addAll(answered(renew.query(session, values, 3), new HashSet<>()));
        } else {
            ShortTransactions.whole(session, inside -> {
                List<Write> mine = locked(inside, held, all, new HashSet<>());
                renewed.clear();
                renewed.addAll(owners(mine));
                values.put("ids", ids(mine));
                return mine.isEmpty() ? 0 : renew.update(inside, values);
            });
        }
        return owners.stream().map(renewed::contains).toList();
    }

    boolean save(Session session, Owner owner, double progress, @Nullable String resume) throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", owner.id());
        values.put("token", owner.token());
        values.put("progress", progress);
        values.put("resume", resume);
        return save.update(session, values) > 0;
    }

    /**
     * Ends claims.
     *
     * @param groups gets those whose turn is over
     */
    List<Boolean> end(Session session, List<JobEnding> endings, Set<String> groups) throws SQLException {
        Map<Kind, List<Write>> kinds =
                sorted(endings.stream().map(Write::of).toList()).stream().collect(Collectors.groupingBy(Write::kind));
        Set<Owner> ended = new HashSet<>();
        for (Map.Entry<Kind, List<Write>> each : new EnumMap<>(kinds).entrySet()) {
            ended.addAll(end(session, each.getKey(), each.getValue(), groups));
        }
        return endings.stream().map(each -> ended.contains(each.owner())).toList();
    }

    private static List<Write> sorted(List<Write> writes) {
        return writes.stream()
                .sorted(Comparator.comparingLong(each -> each.owner().id()))
                .toList();
    }

    private List<Owner> end(Session session, Kind kind, List<Write> all, Set<String> groups) throws SQLException {
        NamedSql write = writes.get(kind);
        if (write == null || all.isEmpty()) {
            return List.of();
        } else if (dialect == Dialect.POSTGRESQL) {
            Map<String, @Nullable Object> values = owners(session, all);
            if (kind != Kind.DELETED) {
                values.put("times", ArrayValues.ofNumbers(session, all, Write::time));
                values.put("histories", ArrayValues.ofTexts(session, all, Write::history));
            }
            return answered(write.query(session, values, 3), groups);
        } else if (dialect == Dialect.MARIADB && kind == Kind.DELETED) {
            return deleted(session, all, groups);
        }
        return ShortTransactions.whole(session, inside -> written(inside, write, locked(inside, mine, all, groups)));
    }

    private static Map<String, @Nullable Object> owners(Session session, List<Write> all) throws SQLException {
        Map<String, Integer> claims = new LinkedHashMap<>(); // counted from 1, as PostgreSQL counts
        all.forEach(each -> claims.putIfAbsent(each.owner().token(), claims.size() + 1));
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put(
                "ids", ArrayValues.ofNumbers(session, all, each -> each.owner().id()));
        values.put(
                "claims",
                ArrayValues.ofSmallNumbers(
                        session,
                        all,
                        each -> Objects.requireNonNull(claims.get(each.owner().token()))));
        values.put("tokens", ArrayValues.ofTexts(session, List.copyOf(claims.keySet()), token -> token));
        return values;
    }

    private static List<Owner> answered(List<@Nullable Object[]> rows, Set<String> groups) {
        List<Owner> owners = new ArrayList<>();
        for (@Nullable Object[] row : rows) {
            owners.add(new Owner(JobRow.number(row[0]), String.valueOf(row[1])));
            if (row[2] != null) {
                groups.add(row[2].toString());
            }
        }
        return owners;
    }

    /** Token by token: that one claim's job may be another claim's by now, of the same worker too. */
    private List<Owner> deleted(Session session, List<Write> all, Set<String> groups) throws SQLException {
        List<Owner> owners = new ArrayList<>();
        Map<String, List<Write>> tokens =
                all.stream().collect(Collectors.groupingBy(each -> each.owner().token()));
        for (Map.Entry<String, List<Write>> each : tokens.entrySet()) {
            Map<String, Object> values = Map.of("token", each.getKey(), "ids", ids(each.getValue()));
            owners.addAll(answered(deleteOfToken.query(session, values, 3), groups));
        }
        return owners;
    }

    private static List<Long> ids(List<Write> writes) {
        return writes.stream().map(each -> each.owner().id()).toList();
    }

    private static List<Owner> owners(List<Write> writes) {
        return writes.stream().map(Write::owner).toList();
    }

    /** Locks the jobs of the owners' claims. */
    private static List<Write> locked(Session session, NamedSql lock, List<Write> all, Set<String> groups)
            throws SQLException {
        Map<Owner, Write> byOwner =
                all.stream().collect(Collectors.toMap(Write::owner, each -> each, (one, same) -> one));
        List<Write> mine = new ArrayList<>();
        for (@Nullable Object[] row : lock.query(session, Map.of("ids", ids(all)), 3)) {
            Write write = byOwner.get(new Owner(JobRow.number(row[0]), String.valueOf(row[1])));
            if (write != null) {
                mine.add(write);
                if (row[2] != null) {
                    groups.add(row[2].toString());
                }
            }
        }
        return mine;
    }

    private static List<Owner> written(Session session, NamedSql write, List<Write> mine) throws SQLException {
        Map<List<@Nullable Object>, List<Write>> alike =
                mine.stream().collect(Collectors.groupingBy(each -> Arrays.asList(each.time(), each.history())));
        for (List<Write> each : alike.values()) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("ids", ids(each));
            values.put("time", each.get(0).time());
            values.put("history", each.get(0).history());
            write.update(session, values);
        }
        return owners(mine);
    }
}
