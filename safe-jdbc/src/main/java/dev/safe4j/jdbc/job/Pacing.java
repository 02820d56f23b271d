package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.Pace;
import dev.safe4j.job.PaceLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    /** Lets those of the locked jobs begin whose slot has come, and postpones the others until theirs. */
    List<JobRow> begun(Session session, List<Claimable> types, List<JobRow> rows) throws SQLException {
        List<JobRow> begun = new ArrayList<>(rows);
        for (Claimable type : types.stream()
                .filter(each -> each.pace() != null)
                .sorted(Comparator.comparing(Claimable::type))
                .toList()) {
            List<JobRow> waiting = rows.stream()
                    .filter(row -> row.job().type().equals(type.type()))
                    .toList();
            if (type.pace() != null && !waiting.isEmpty()) {
                begun.removeAll(postponed(session, type.type(), type.pace(), waiting));
            }
        }
        return begun;
    }

    private List<JobRow> postponed(Session session, String type, Pace pace, List<JobRow> waiting) throws SQLException {
        @Nullable Object[] row = row(session, type);
        long now = JobRow.number(row[2]);
        PaceLine line = new PaceLine(pace, JobRow.number(row[0]), JobRow.number(row[1]), now);
        List<JobRow> later = new ArrayList<>();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (JobRow each : waiting) {
            long slot = line.next(each.hasSlot());
            if (slot > now) {
                later.add(each);
                values.add(postpone.bound(Map.of("slot", slot, "id", each.job().id())));
            }
        }
        advance.update(session, Map.of("type", type, "slot", line.lastSlot(), "begun", line.lastBegun()));
        if (!later.isEmpty()) {
            session.batch(postpone.sql(), values);
        }
        return later;
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
