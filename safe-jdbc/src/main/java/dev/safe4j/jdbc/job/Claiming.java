package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Wanted;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How jobs are claimed. On PostgreSQL by one statement, whose inner one is run once (a CTE that is materialized, and an array made once) and
 * stops at the last job that is wanted; on MariaDB and MySQL by a transaction that locks what it takes, in the order of an index; on H2,
 * which applies a limit before it skips, by a look and a lock of what was seen. Immutable.
 */
final class Claiming {

    /** The first that are due, place by place, and in a place type by type: what is not wanted any more is not looked for. */
    private static final String FIRST = """
            (select p.place, t.type, t.nr from generate_series(-9, 0) as p(place),
                unnest(:types::text[]) with ordinality as t(type, nr) order by p.place, t.nr) s
              cross join lateral (select PARTS from JOBS w
                where w.state = 'READY' and w.type = s.type and w.place = s.place and w.due_at <= STILL
                order by w.due_at, w.id limit :most for update skip locked) j
              limit :most""";

    private static final String CLAIM = """
            with first as materialized (select j.id from FIRST)
            update JOBS j set state = 'RUNNING', token = :token, worker = :worker, until_at = PLUS(:lease),
              attempt = j.attempt + 1, attempts = (:limits::int[])[array_position(:types::text[], j.type::text)]
            where j.id = any(array(select id from first)) returning JOB""".replace("FIRST", FIRST.replace("PARTS", "w.id"));

    private static final String TAKE = """
            update JOBS set state = 'RUNNING', token = :token, worker = :worker, until_at = PLUS(:lease),
              attempt = attempt + 1, attempts = :attempts, has_slot = (has_slot or :paced) where id in (:ids)""";

    /** For one type, whose number takes the place of NR: the first job of each place, whether it is due. */
    private static final String PLACES = """
            select p.place, NR as nr from (ALL) p where (select j.due_at from JOBS j BY_PLACE
              where j.state = 'READY' and j.type = :type and j.place = p.place order by j.due_at limit 1) <= NOW""".replace(
                    "ALL",
                    IntStream.rangeClosed(-JobStore.HIGHEST_PRIORITY, 0)
                            .mapToObj(each -> "select " + each + " as place")
                            .collect(Collectors.joining(" union all ")));

    private static final String IN_PLACE =
            " from JOBS j BY_PLACE where j.state = 'READY' and j.type = :type and j.place = :place and j.due_at <= NOW"
                    + " order by j.due_at, j.id limit :most";

    private static final String SEEN =
            "select NEXT from JOBS j where j.id in (:ids) and j.state = 'READY' and j.due_at <= NOW"
                    + " order by j.id for update";

    /** How often H2 looks again when others have taken what it saw. */
    private static final int LOOKS = 10;

    /** How many jobs are seen when there is a crowd that has no slots yet: read and locked, with what they are about. */
    private static final int CROWD = 200;

    /** For how long slots are given to a crowd before the worker gets its answer, and what part of its lease that may take. */
    private static final Duration GIVING = Duration.ofSeconds(1);

    private static final int PART_OF_LEASE = 10;

    /** What one look has brought; it was in vain if all that it may see has been postponed, so that there may be more behind that. */
    record Look(List<Claimed> claimed, boolean isInVain) {}

    /** Where there are jobs that are due. */
    private record Spot(int place, int type) {}

    private final Dialect dialect;
    private final NamedSql claim;
    private final NamedSql first;
    private final NamedSql take;
    private final NamedSql places;
    private final NamedSql inPlace;
    private final NamedSql seen;
    private final Pacing pacing;

    Claiming(JobSql sql) {
        this.dialect = sql.dialect;
        this.pacing = new Pacing(sql);
        this.claim = sql.sql(CLAIM);
        this.first = sql.sql("select NEXT from " + FIRST.replace("PARTS", "*"));
        this.take = sql.sql(TAKE);
        String byPlace = dialect.isMySqlFamily() ? "force index (by_place)" : ""; // another would have to sort
        this.places = sql.sql(PLACES.replace("BY_PLACE", byPlace));
        this.inPlace = sql.sql((dialect == Dialect.H2 ? "select j.id" : "select NEXT")
                + IN_PLACE.replace("BY_PLACE", byPlace)
                + (dialect == Dialect.H2 ? "" : " for update skip locked"));
        this.seen = sql.sql(SEEN);
    }

    /**
     * Claims jobs. Those of a paced type that came at once have no slots yet, and are all older than any slot: they get theirs, many at a
     * look, since what may begin is behind them.
     */
    List<Claimed> claim(ShortTransactions steps, Wanted wanted) {
        Duration time = wanted.lease().dividedBy(PART_OF_LEASE);
        long until = System.nanoTime() + (time.compareTo(GIVING) < 0 ? time : GIVING).toNanos();
        Look look = steps.run("claiming jobs", session -> look(session, wanted, wanted.atMost()));
        boolean isOver = false;
        while (look.isInVain() && !isOver) {
            isOver = System.nanoTime() - until > 0; // after one more
            look = steps.run("giving slots", session -> look(session, wanted, Math.max(CROWD, wanted.atMost())));
        }
        return look.claimed();
    }

    /** Sees some jobs, and claims as many of them as are wanted. */
    Look look(Session session, Wanted wanted, int atMost) throws SQLException {
        boolean hasPace = wanted.types().stream().anyMatch(each -> each.pace() != null);
        if (dialect == Dialect.POSTGRESQL && !hasPace) {
            List<JobRow> rows = rows(claim.query(session, values(session, wanted), JobRow.COLUMNS));
            return new Look(jobs(sorted(wanted, rows)), false);
        }
        if (dialect == Dialect.POSTGRESQL) {
            return ShortTransactions.whole(
                    session, inside -> taken(inside, wanted, first(inside, wanted, atMost), atMost));
        }
        List<Spot> spots = spots(session, wanted);
        return spots.isEmpty()
                ? new Look(List.of(), false)
                : ShortTransactions.whole(
                        session, inside -> taken(inside, wanted, inPlaces(inside, wanted, spots, atMost), atMost));
    }

    private static Map<String, @Nullable Object> values(Session session, Wanted wanted) throws SQLException {
        List<Claimable> types = wanted.types();
        Map<String, @Nullable Object> values = of(wanted);
        values.put("types", ArrayValues.ofTexts(session, types, Claimable::type));
        values.put("limits", ArrayValues.ofSmallNumbers(session, types, Claimable::attempts));
        return values;
    }

    private static Map<String, @Nullable Object> of(Wanted wanted) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("token", wanted.token());
        values.put("worker", wanted.worker());
        values.put("lease", ServerClock.micros(wanted.lease()));
        values.put("most", wanted.atMost());
        return values;
    }

    private List<JobRow> first(Session session, Wanted wanted, int atMost) throws SQLException {
        Map<String, @Nullable Object> values = values(session, wanted);
        values.put("most", atMost);
        return rows(first.query(session, values, JobRow.COLUMNS));
    }

    private static List<JobRow> rows(List<@Nullable Object[]> rows) {
        return rows.stream().map(JobRow::claimed).toList();
    }

    private static List<Claimed> jobs(List<JobRow> rows) {
        return rows.stream().map(JobRow::job).toList();
    }

    /** Without a transaction: who finds nothing has asked once. */
    private List<Spot> spots(Session session, Wanted wanted) throws SQLException {
        List<String> types = wanted.types().stream().map(Claimable::type).toList();
        String all = IntStream.range(0, types.size())
                .mapToObj(nr -> places.sql().replace("NR", String.valueOf(nr)))
                .collect(Collectors.joining(" union all "));
        return session.query(all, types, 2).stream()
                .map(row -> new Spot((int) JobRow.number(row[0]), (int) JobRow.number(row[1])))
                .sorted(Comparator.comparingInt(Spot::place).thenComparingInt(Spot::type))
                .toList();
    }

    private List<JobRow> inPlaces(Session session, Wanted wanted, List<Spot> spots, int atMost) throws SQLException {
        List<JobRow> rows = new ArrayList<>();
        for (Spot each : spots) {
            int left = atMost - rows.size();
            if (left > 0) {
                Map<String, Object> values =
                        Map.of("type", wanted.types().get(each.type()).type(), "place", each.place(), "most", left);
                rows.addAll(dialect == Dialect.H2 ? seen(session, values) : rows(locked(session, values)));
            }
        }
        return rows;
    }

    private List<@Nullable Object[]> locked(Session session, Map<String, Object> values) throws SQLException {
        return inPlace.query(session, values, JobRow.COLUMNS);
    }

    private List<JobRow> seen(Session session, Map<String, Object> values) throws SQLException {
        for (int look = 0; look < LOOKS; look++) {
            List<@Nullable Object> ids = new ArrayList<>();
            inPlace.query(session, values, 1).forEach(row -> ids.add(row[0]));
            List<JobRow> rows =
                    ids.isEmpty() ? List.of() : rows(seen.query(session, Map.of("ids", ids), JobRow.COLUMNS));
            if (ids.isEmpty() || !rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    /** Of jobs that are locked, those that may begin now. */
    private Look taken(Session session, Wanted wanted, List<JobRow> rows, int atMost) throws SQLException {
        List<JobRow> begun = pacing.begun(session, wanted, sorted(wanted, rows));
        Map<String, Claimable> types =
                wanted.types().stream().collect(Collectors.toMap(Claimable::type, each -> each, (one, same) -> one));
        Map<Claimable, List<Long>> ids = begun.stream()
                .map(JobRow::job)
                .collect(Collectors.groupingBy(
                        job -> like(types.get(job.type())), Collectors.mapping(Claimed::id, Collectors.toList())));
        for (Map.Entry<Claimable, List<Long>> each : ids.entrySet()) {
            Map<String, @Nullable Object> values = of(wanted);
            values.put("attempts", each.getKey().attempts());
            values.put("paced", each.getKey().pace() != null);
            values.put("ids", each.getValue().stream().sorted().toList());
            take.update(session, values);
        }
        return new Look(jobs(begun), begun.isEmpty() && rows.size() >= atMost);
    }

    /** What is written alike needs one statement. */
    private static Claimable like(@Nullable Claimable type) {
        return type == null ? new Claimable("", 1, null) : new Claimable("", type.attempts(), type.pace());
    }

    /** In the order in which they are taken, which neither RETURNING nor a join keeps. */
    private static List<JobRow> sorted(Wanted wanted, List<JobRow> rows) {
        List<String> types = wanted.types().stream().map(Claimable::type).toList();
        return rows.stream()
                .sorted(Comparator.comparingInt(JobRow::place)
                        .thenComparingInt(row -> types.indexOf(row.job().type()))
                        .thenComparing(row -> row.job().due())
                        .thenComparingLong(row -> row.job().id()))
                .toList();
    }
}
