package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * How jobs are added, on the caller's connection. A job whose key is taken is no error, and leaves the transaction as it was: on PostgreSQL
 * the insert says so; elsewhere it is looked for first, and an insert that meets its like only fails itself. Immutable.
 */
final class Enqueueing {

    private static final String COLUMNS =
            "(type, state, place, due_at, payload, context, dedupe_key, group_key, created_at)";
    private static final String ROW =
            "(:type, :state, :place, PLUS(:delay), :payload, :context, :dedupe, :groupname, STILL)";

    private static final String MANY = """
            insert into JOBS COLUMNS
            select w.type, w.state, w.place, PLUS(w.delay), w.payload, w.context, null, w.groupname, STILL
            from unnest(:types::text[], :states::text[], :places::int[], :delays::bigint[], :payloads::bytea[],
              :contexts::text[], :groupnames::text[]) as w(type, state, place, delay, payload, context, groupname)
            returning id""".replace("COLUMNS", COLUMNS);

    /** How often a job is looked for whose key was taken, and which was gone when it was looked for. */
    private static final int LOOKS = 10;

    /** What one statement carries of payloads; what servers take is some times as much. */
    private static final int MOST_BYTES = 1 << 20;

    private final Dialect dialect;
    private final SqlFaults faults;
    private final NamedSql row;
    private final String into;
    private final String insertOne;
    private final NamedSql many;
    private final NamedSql insertUnlessThere;
    private final NamedSql there;
    private final NamedSql isThereByNow;

    Enqueueing(JobSql sql, SqlFaults faults) {
        this.dialect = sql.dialect;
        this.faults = faults;
        this.row = sql.sql(ROW);
        this.into = sql.sql("insert into JOBS " + COLUMNS + " values ").sql();
        this.insertOne = insertOf(1);
        this.many = sql.sql(MANY);
        String look = "select j.id from JOBS j where j.type = :type and LIVE";
        this.there = sql.sql(look);
        this.isThereByNow = sql.sql(look + dialect.lockingRead());
        this.insertUnlessThere =
                sql.sql("insert into JOBS " + COLUMNS + " values " + ROW + " on conflict do nothing returning id");
    }

    /** What goes into one statement each. */
    static List<List<NewJob>> parts(List<NewJob> jobs) {
        List<List<NewJob>> parts = new ArrayList<>();
        List<NewJob> part = new ArrayList<>();
        int bytes = 0;
        for (NewJob each : jobs) {
            bytes += each.payload().length;
            if (!part.isEmpty() && (bytes > MOST_BYTES || part.size() == JobStore.MOST_AT_ONCE)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = each.payload().length;
            }
            part.add(each);
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    List<Enqueued> enqueue(Session session, List<List<NewJob>> parts) throws SQLException {
        List<Enqueued> enqueued = new ArrayList<>();
        for (List<NewJob> each : parts) {
            enqueued.addAll(enqueuePart(session, each));
        }
        return enqueued;
    }

    private List<Enqueued> enqueuePart(Session session, List<NewJob> jobs) throws SQLException {
        List<Enqueued> enqueued = new ArrayList<>();
        if (jobs.stream().anyMatch(each -> each.dedupe() != null)) {
            for (NewJob each : jobs) {
                enqueued.add(
                        each.dedupe() == null ? insert(session, List.of(each)).get(0) : unlessThere(session, each));
            }
            return enqueued;
        }
        return insert(session, jobs);
    }

    private List<Enqueued> insert(Session session, List<NewJob> jobs) throws SQLException {
        List<Enqueued> enqueued = new ArrayList<>(jobs.size());
        for (long id : ids(session, jobs)) {
            enqueued.add(new Enqueued(id, true));
        }
        return enqueued;
    }

    private List<Long> ids(Session session, List<NewJob> jobs) throws SQLException {
        if (dialect == Dialect.POSTGRESQL && jobs.size() > 1) {
            return numbers(many.query(session, arrays(session, jobs), 1));
        }
        List<@Nullable Object> values = new ArrayList<>();
        jobs.forEach(each -> values.addAll(row.bound(values(each))));
        String insert = jobs.size() == 1 ? insertOne : insertOf(jobs.size());
        if (dialect == Dialect.MYSQL) {
            session.update(insert, values);
            return counted(session, jobs.size());
        }
        return numbers(session.query(insert, values, 1));
    }

    private String insertOf(int jobs) {
        String insert = into + String.join(", ", Collections.nCopies(jobs, row.sql()));
        return switch (dialect) {
            case POSTGRESQL, MARIADB -> insert + " returning id";
            case H2 -> "select id from final table (" + insert + ")";
            case MYSQL -> insert;
        };
    }

    private static List<Long> numbers(List<@Nullable Object[]> rows) {
        List<Long> numbers = new ArrayList<>(rows.size());
        for (@Nullable Object[] each : rows) {
            numbers.add(JobRow.number(each[0]));
        }
        return numbers;
    }

    /** MySQL tells the first number, and promises that the others of an insert follow step by step. */
    private static List<Long> counted(Session session, int jobs) throws SQLException {
        @Nullable
        Object[] first = session.query("select last_insert_id(), @@auto_increment_increment", List.of(), 2)
                .get(0);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ids.add(JobRow.number(first[0]) + i * JobRow.number(first[1]));
        }
        return ids;
    }

    private Enqueued unlessThere(Session session, NewJob job) throws SQLException {
        Map<String, @Nullable Object> values = values(job);
        for (int look = 0; look < LOOKS; look++) {
            List<Long> added =
                    dialect == Dialect.POSTGRESQL ? numbers(insertUnlessThere.query(session, values, 1)) : List.of();
            if (!added.isEmpty()) {
                return new Enqueued(added.get(0), true);
            }
            List<Long> present = numbers((look == 0 ? there : isThereByNow).query(session, values, 1));
            if (!present.isEmpty()) {
                return new Enqueued(present.get(0), false);
            }
            List<Enqueued> inserted = dialect == Dialect.POSTGRESQL ? List.of() : insertedUnlessThere(session, job);
            if (!inserted.isEmpty()) {
                return inserted.get(0);
            }
        }
        throw new ConcurrencyFailureException("jobs of type '" + job.type() + "' with the key '" + job.dedupe()
                + "' came and went " + LOOKS + " times while one was added: nothing was written.");
    }

    private List<Enqueued> insertedUnlessThere(Session session, NewJob job) throws SQLException {
        try {
            return insert(session, List.of(job));
        } catch (SQLException failure) {
            if (faults.classify(failure) == FaultClass.DUPLICATE) {
                return List.of();
            }
            throw failure;
        }
    }

    private static Map<String, @Nullable Object> values(NewJob job) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("type", job.type());
        values.put("state", state(job));
        values.put("place", -job.priority());
        values.put("delay", ServerClock.micros(job.delay()));
        values.put("payload", job.payload());
        values.put("context", JobRow.text(job.context()));
        values.put("dedupe", job.dedupe());
        values.put("groupname", job.group());
        return values;
    }

    private static String state(NewJob job) {
        return job.group() == null ? "READY" : "WAITING";
    }

    private static Map<String, @Nullable Object> arrays(Session session, List<NewJob> jobs) throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("types", ArrayValues.ofTexts(session, jobs, NewJob::type));
        values.put("states", ArrayValues.ofTexts(session, jobs, Enqueueing::state));
        values.put("places", ArrayValues.ofSmallNumbers(session, jobs, job -> -job.priority()));
        values.put("delays", ArrayValues.ofNumbers(session, jobs, job -> ServerClock.micros(job.delay())));
        values.put("payloads", ArrayValues.ofBytes(session, jobs, NewJob::payload));
        values.put("contexts", ArrayValues.ofTexts(session, jobs, job -> JobRow.text(job.context())));
        values.put("groupnames", ArrayValues.ofTexts(session, jobs, NewJob::group));
        return values;
    }
}
