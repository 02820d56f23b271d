package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims that ran out, and jobs that were kept for their time. That it is so stands in each write itself; what somebody has locked is left
 * for the next time. Immutable.
 */
final class Tidying {

    private static final String RECLAIM =
            "update JOBS set state = case when attempt >= attempts then 'DEAD' else RELEASED end,"
                    + " until_at = case when attempt >= attempts then PLUS(:keep) end, has_slot = false, history = LINE";

    private static final String PURGE = "delete from JOBS";

    /** How many were to be run again, and how many are dead. */
    record Reclaimed(int again, int dead) {}

    private final Dialect dialect;
    private final NamedSql lapsed;
    private final NamedSql reclaim;
    private final NamedSql over;
    private final NamedSql purge;

    Tidying(JobSql sql) {
        this.dialect = sql.dialect;
        this.lapsed = sql.sql(chosen("id, attempt >= attempts", "LAPSED order by until_at"));
        this.over = sql.sql(chosen("id", "OVER"));
        this.reclaim = sql.sql(
                switch (dialect) {
                    case POSTGRESQL -> RECLAIM + ofThose("LAPSED order by until_at") + " returning state";
                    // H2 2.4: by FINAL TABLE, it does not look again at a row that somebody else has just changed
                    case MARIADB, MYSQL, H2 -> RECLAIM + " where id in (:ids) and LAPSED";
                });
        this.purge =
                sql.sql(PURGE + (dialect == Dialect.POSTGRESQL ? ofThose("OVER") : " where id in (:ids) and OVER"));
    }

    private String chosen(String columns, String condition) {
        return "select " + columns + " from JOBS where " + condition + " limit :most"
                + (dialect == Dialect.H2 ? "" : " for update skip locked");
    }

    /** An array is made once, whatever the plan. */
    private String ofThose(String condition) {
        return " where id = any(array(" + chosen("id", condition) + "))";
    }

    Reclaimed reclaim(Session session, int atMost, Duration keepDead) throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("most", atMost);
        values.put("keep", ServerClock.micros(keepDead));
        if (dialect == Dialect.POSTGRESQL) {
            return counted(reclaim.query(session, values, 1));
        }
        return ShortTransactions.whole(session, inside -> {
            List<@Nullable Object[]> rows = lapsed.query(inside, values, 2);
            values.put("ids", ids(rows));
            if (rows.isEmpty()) {
                return new Reclaimed(0, 0);
            }
            int all = reclaim.update(inside, values); // on H2, where they are not locked, some may be others' by now
            int dead = (int) rows.stream().filter(row -> JobRow.truth(row[1])).count();
            return new Reclaimed(Math.max(0, all - dead), Math.min(all, dead));
        });
    }

    private static List<@Nullable Object> ids(List<@Nullable Object[]> rows) {
        List<@Nullable Object> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row[0]));
        return ids;
    }

    private static Reclaimed counted(List<@Nullable Object[]> states) {
        int dead = (int) states.stream().filter(row -> "DEAD".equals(row[0])).count();
        return new Reclaimed(states.size() - dead, dead);
    }

    int purge(Session session, int atMost) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            return purge.update(session, Map.of("most", atMost));
        }
        return ShortTransactions.whole(session, inside -> {
            List<@Nullable Object[]> rows = over.query(inside, Map.of("most", atMost), 1);
            return rows.isEmpty() ? 0 : purge.update(inside, Map.of("ids", ids(rows)));
        });
    }
}
