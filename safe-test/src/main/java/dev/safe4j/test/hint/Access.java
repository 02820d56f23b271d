package dev.safe4j.test.hint;

import dev.safe4j.test.schedule.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A statement that counted: its transaction was committed, or had nothing to commit.
 *
 * @param event the step
 * @param sql what it did
 * @param seen the place in time of the state that it read
 * @param kept the place in time at which its effects became visible
 */
record Access(Event event, Statement sql, int seen, int kept) {

    int actor() {
        return event.actor();
    }

    boolean isBy(Access other) {
        return actor() == other.actor();
    }

    /** Whether it read a state in which the other one's effects were not yet. */
    boolean missed(Access write) {
        return !isBy(write) && seen < write.kept && sql.readsWhatIsWrittenBy(write.sql);
    }

    /** Whether it read a state in which the other one's effects were. */
    boolean saw(Access write) {
        return !isBy(write) && seen > write.kept && sql.readsWhatIsWrittenBy(write.sql);
    }

    /** Whether both are, for sure, about the same row: by what has to be equal, or by what was read of it. */
    boolean isAboutTheRowOf(Access write) {
        if (sql.isDisjointFrom(write.sql())) {
            return false;
        }
        Map<String, Set<String>> known = rows();
        return write.sql().where().entrySet().stream()
                .anyMatch(each -> known.getOrDefault(each.getKey(), Set.of()).contains(each.getValue()));
    }

    private Map<String, Set<String>> rows() {
        Map<String, Set<String>> rows = new HashMap<>();
        sql.where()
                .forEach((column, value) ->
                        rows.computeIfAbsent(column, c -> new HashSet<>()).add(value));
        for (String value : event.values()) {
            int equals = value.indexOf('=');
            if (equals > 0 && !value.endsWith("…") && !value.contains("***")) {
                rows.computeIfAbsent(value.substring(0, equals), c -> new HashSet<>())
                        .add(value.substring(equals + 1));
            }
        }
        return rows;
    }

    /** Whether the column's value was read, and not only compared by the server. */
    boolean fetched(String column) {
        return event.values().stream().anyMatch(value -> value.startsWith(column + "="))
                || (event.step().kind() == dev.safe4j.test.schedule.Step.Kind.REDIS && column.equals("value"));
    }
}
