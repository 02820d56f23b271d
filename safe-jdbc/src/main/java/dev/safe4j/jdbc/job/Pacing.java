package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.Pace;
import dev.safe4j.job.PaceLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pace of types that have one: each job gets a slot in its type's {@link PaceLine}, and is due then. Who gives slots, or begins what has
 * one, holds the type's row until the claim commits. Immutable.
 */
final class Pacing {

    private final NamedSql slot;
    private final NamedSql begin;
    private final NamedSql advance;
    private final NamedSql postpone;

    Pacing(JobSql sql) {
        this.slot = sql.sql("select last_slot, last_begun, CLOCK from PACES where type = :type for update");
        String begun = "insert into PACES (type, last_slot) values (:type, 0)";
        this.begin = sql.sql(
                switch (sql.dialect) {
                    case POSTGRESQL -> begun + " on conflict do nothing";
                    case MARIADB, MYSQL -> begun + " on duplicate key update last_slot = last_slot";
                    case H2 -> begun; // a step that meets its like is repeated
                });
        this.advance = sql.sql("update PACES set last_slot = :slot, last_begun = :begun where type = :type");
        this.postpone = sql.sql("update JOBS set LATER, due_at = AT(:slot), has_slot = true where id = :id");
    }

    /** A line, and the time at which its row was locked. */
    private record Line(PaceLine line, long now) {}

    /**
     * Lets those of the locked jobs begin whose slot has come, and postpones the others until theirs. When as many have begun as are wanted,
     * it leaves the rest as it is.
     *
     * @param rows in the order in which they are to begin
     */
    List<JobRow> begun(Session session, Wanted wanted, List<JobRow> rows) throws SQLException {
        Map<String, Line> lines = lines(session, wanted.types(), rows);
        List<JobRow> begun = new ArrayList<>();
        List<List<@Nullable Object>> later = new ArrayList<>();
        for (JobRow each : rows) {
            if (begun.size() == wanted.atMost()) {
                break;
            }
            Line its = lines.get(each.job().type());
            long slot = its == null ? 0 : its.line().next(each.hasSlot());
            if (its == null || slot <= its.now()) {
                begun.add(each);
            } else {
                later.add(postpone.bound(Map.of("slot", slot, "id", each.job().id())));
            }
        }
        for (Map.Entry<String, Line> each : lines.entrySet()) {
            PaceLine line = each.getValue().line();
            advance.update(session, Map.of("type", each.getKey(), "slot", line.lastSlot(), "begun", line.lastBegun()));
        }
        if (!later.isEmpty()) {
            session.batch(postpone.sql(), later);
        }
        return begun;
    }

    /** Locks the rows of the types that have a pace, in one order for all. */
    private Map<String, Line> lines(Session session, List<Claimable> types, List<JobRow> rows) throws SQLException {
        Set<String> present = rows.stream().map(row -> row.job().type()).collect(Collectors.toSet());
        Map<String, Pace> paces = new TreeMap<>();
        types.stream()
                .filter(each -> each.pace() != null && present.contains(each.type()))
                .forEach(each -> paces.putIfAbsent(each.type(), Objects.requireNonNull(each.pace())));
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Map.Entry<String, Pace> each : paces.entrySet()) {
            @Nullable Object[] row = row(session, each.getKey());
            long now = JobRow.number(row[2]);
            PaceLine line = new PaceLine(each.getValue(), JobRow.number(row[0]), JobRow.number(row[1]), now);
            lines.put(each.getKey(), new Line(line, now));
        }
        return lines;
    }

    private @Nullable Object[] row(Session session, String type) throws SQLException {
        List<@Nullable Object[]> rows = slot.query(session, Map.of("type", type), 3);
        if (rows.isEmpty()) {
            begin.update(session, Map.of("type", type));
            rows = slot.query(session, Map.of("type", type), 3);
        }
        return rows.get(0);
    }
}
