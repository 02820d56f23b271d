package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobState;
import dev.safe4j.job.StoredJob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people see and do of jobs, each one statement. Immutable. */
final class Managing {

    private final NamedSql find;
    private final NamedSql list;
    private final NamedSql listOfType;
    private final NamedSql counts;
    private final NamedSql move;
    private final NamedSql retry;
    private final NamedSql drop;
    private final NamedSql now;

    Managing(JobSql sql) {
        this.find = sql.sql("select STORED from JOBS j where j.id = :id");
        String some = "select STORED from JOBS j where j.state = :state and j.id > :after";
        this.list = sql.sql(some + " order by j.id limit :most");
        this.listOfType = sql.sql(some + " and j.type = :type order by j.id limit :most");
        this.counts = sql.sql("select j.type, j.state, count(*),"
                + " CLOCK - min(case when j.state in ('READY', 'WAITING') then MICROS(j.due_at) end)"
                + " from JOBS j group by j.type, j.state");
        this.move = sql.sql("update JOBS set state = RELEASED, for_at = null, due_at = AT(:due), payload = :payload"
                + " where id = :id and payload = :seen and state in ('READY', 'WAITING')");
        this.retry = sql.sql("update JOBS set state = RELEASED, attempt = 0, LATER, due_at = NOW, until_at = null,"
                + " has_slot = false where id = :id and state = 'DEAD'");
        this.drop = sql.sql("delete from JOBS where id = :id and state = 'DEAD'");
        this.now = sql.sql("select CLOCK");
    }

    @Nullable
    StoredJob find(Session session, long id) throws SQLException {
        return find.query(session, Map.of("id", id), JobRow.STORED_COLUMNS).stream()
                .map(JobRow::stored)
                .findFirst()
                .orElse(null);
    }

    List<StoredJob> list(Session session, JobState state, @Nullable String type, long after, int atMost)
            throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("state", state.name());
        values.put("type", type);
        values.put("after", after);
        values.put("most", atMost);
        return (type == null ? list : listOfType)
                .query(session, values, JobRow.STORED_COLUMNS).stream()
                        .map(JobRow::stored)
                        .toList();
    }

    List<JobCount> counts(Session session) throws SQLException {
        return counts.query(session, Map.of(), 4).stream()
                .map(row -> new JobCount(
                        String.valueOf(row[0]),
                        JobState.valueOf(String.valueOf(row[1])),
                        JobRow.number(row[2]),
                        Duration.of(Math.max(0, JobRow.number(row[3])), ChronoUnit.MICROS)))
                .toList();
    }

    boolean move(Session session, long id, byte[] seen, Instant due, byte[] payload) throws SQLException {
        return move.update(session, Map.of("id", id, "seen", seen, "due", Owning.micros(due), "payload", payload)) > 0;
    }

    boolean retry(Session session, long id) throws SQLException {
        return retry.update(session, Map.of("id", id)) > 0;
    }

    boolean drop(Session session, long id) throws SQLException {
        return drop.update(session, Map.of("id", id)) > 0;
    }

    Instant now(Session session) throws SQLException {
        return ServerClock.instant(now.query(session, Map.of(), 1).get(0)[0]);
    }
}
