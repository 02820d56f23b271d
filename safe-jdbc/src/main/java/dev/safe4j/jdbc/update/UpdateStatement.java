package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.ConditionalWrite.Found;
import dev.safe4j.jdbc.ConditionalWrite.Written;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Dialect.ReadBack;
import dev.safe4j.jdbc.Fence;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.jdbc.Versions;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SQL of one {@link Shape}, rendered once. Immutable and thread-safe. */
final class UpdateStatement {

    private final Shape shape;
    private final Table table;
    private final Dialect dialect;
    private final int[] order;
    private final boolean timeVersion;
    private final List<String> answered;
    private final boolean keyIsUnique;
    private final List<String> conditions;
    private final String keySql;
    private final String writeSql;
    private final String readBackSql;
    private final String lookSql;
    private final String task;

    UpdateStatement(Shape shape, Table table, Dialect dialect) {
        this.shape = shape;
        this.table = table;
        this.dialect = dialect;
        this.order = Assignment.order(shape.assignments(), table, dialect);
        this.timeVersion = !shape.delete()
                && shape.version() != null
                && table.column(shape.version()).isTimestamp();
        this.answered = Stream.concat(
                        shape.returning().stream(), timeVersion ? Stream.of(shape.version()) : Stream.empty())
                .toList();
        this.keyIsUnique = table.isUnique(shape.key());
        this.conditions = Stream.concat(shape.conditions().stream(), Assignment.needed(shape.assignments(), table))
                .toList();
        this.keySql = shape.key().stream()
                .map(column -> table.quoted(column) + " = ?")
                .collect(Collectors.joining(" and "));
        this.writeSql = renderWrite();
        this.readBackSql = "select " + columns(answered) + " from " + table.sqlName() + " where " + keySql;
        this.lookSql = renderLook();
        this.task = (shape.delete() ? "the delete from " : "the update of ") + table.name();
    }

    private String renderWrite() {
        String where = " where " + keySql
                + (shape.version() == null ? "" : " and " + table.quoted(shape.version()) + " = ?")
                + fenceSql()
                + conditions.stream().map(each -> " and (" + each + ")").collect(Collectors.joining());
        if (shape.delete()) {
            return "delete from " + table.sqlName() + where;
        }
        Stream<String> assignments =
                IntStream.of(order).mapToObj(i -> shape.assignments().get(i).sql(table, ""));
        Stream<String> version = shape.version() == null
                ? Stream.empty()
                : Stream.of(table.quoted(shape.version()) + " = "
                        + Versions.nextSql(table.column(shape.version()), dialect));
        Stream<String> fence = shape.fence() == null ? Stream.empty() : Stream.of(table.quoted(shape.fence()) + " = ?");
        String update = "update " + table.sqlName() + " set "
                + Stream.of(assignments, version, fence).flatMap(each -> each).collect(Collectors.joining(", "))
                + where;
        if (answered.isEmpty() || dialect.readBack() == ReadBack.SECOND_STATEMENT) {
            return update;
        }
        return dialect.readBack() == ReadBack.RETURNING
                ? update + " returning " + columns(answered)
                : "select " + columns(answered) + " from final table (" + update + ")";
    }

    /** A number that is not below the highest one that the row has seen. */
    private String fenceSql() {
        if (shape.fence() == null) {
            return "";
        }
        String column = table.quoted(shape.fence());
        return " and (" + column + " is null or " + column + " <= ?)";
    }

    private String renderLook() {
        String holds = conditions.isEmpty()
                ? "1"
                : "case when "
                        + conditions.stream().map(each -> "(" + each + ")").collect(Collectors.joining(" and "))
                        + " then 1 else 0 end";
        String version = shape.version() == null ? "1" : table.quoted(shape.version());
        String fence = shape.fence() == null ? "1" : table.quoted(shape.fence());
        return "select " + holds + ", " + version + ", " + fence + " from " + table.sqlName() + " where " + keySql;
    }

    private String columns(List<String> names) {
        return names.isEmpty() ? "1" : names.stream().map(table::quoted).collect(Collectors.joining(", "));
    }

    String task() {
        return task;
    }

    boolean keyIsUnique() {
        return keyIsUnique;
    }

    boolean readsBack() {
        return !answered.isEmpty() && dialect.readBack() == ReadBack.SECOND_STATEMENT;
    }

    @Nullable
    String condition() {
        return conditions.isEmpty() ? null : String.join(" and ", conditions);
    }

    String writeSql() {
        return writeSql;
    }

    Shape shape() {
        return shape;
    }

    ConditionalWrite.Steps steps(RowUpdate update) {
        return new Steps(update);
    }

    List<@Nullable Object> writeValues(RowUpdate update) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i : order) {
            Assignment assignment = shape.assignments().get(i);
            List<@Nullable Object> given = update.assigned().get(i);
            if (assignment.kind() == Assignment.Kind.EXPRESSION) {
                values.addAll(given);
            } else {
                values.add(assignment.bound(table, given.get(0), dialect));
            }
        }
        Fence fence = update.checks().fence();
        if (fence != null && !shape.delete()) {
            values.add(fence.number());
        }
        addKey(update, values);
        if (shape.version() != null) {
            values.add(table.column(shape.version()).bound(update.checks().expectedVersion(), dialect));
        }
        if (fence != null) {
            values.add(fence.number());
        }
        values.addAll(update.checks().conditionValues());
        return values;
    }

    private void addKey(RowUpdate update, List<@Nullable Object> values) {
        for (int i = 0; i < shape.key().size(); i++) {
            values.add(table.column(shape.key().get(i)).bound(update.keyValues().get(i), dialect));
        }
    }

    /** The answer of a write that reads nothing back. */
    Written written(RowUpdate update, int rows) {
        return shape.version() == null || shape.delete()
                ? Written.plain(rows)
                : Written.of(rows, Row.empty(), nextNumber(update));
    }

    private static Number nextNumber(RowUpdate update) {
        return Versions.next(Objects.requireNonNull(update.checks().expectedVersion()));
    }

    /** The statement with the values of one write. */
    private final class Steps implements ConditionalWrite.Steps {

        private final RowUpdate update;

        Steps(RowUpdate update) {
            this.update = update;
        }

        @Override
        public Written write(Session session) throws SQLException {
            List<@Nullable Object> values = writeValues(update);
            if (answered.isEmpty()) {
                return written(update, session.update(writeSql, values));
            }
            if (dialect.readBack() != ReadBack.SECOND_STATEMENT) {
                List<@Nullable Object[]> rows = session.query(writeSql, values, answered.size());
                return rows.isEmpty() ? Written.plain(0) : answer(rows.size(), rows.get(0));
            }
            int rows = session.update(writeSql, values);
            return rows == 1 ? readBack(session) : Written.plain(rows);
        }

        private Written readBack(Session session) throws SQLException {
            List<@Nullable Object> key = new ArrayList<>();
            addKey(update, key);
            List<@Nullable Object[]> rows = session.query(readBackSql, key, answered.size());
            if (rows.size() != 1) {
                throw new IllegalStateException("the update of " + row() + " changed its own key, so the row cannot be"
                        + " read back. Ask for no returned columns in such an update.");
            }
            return answer(1, rows.get(0));
        }

        private Written answer(int rows, @Nullable Object[] values) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            for (int i = 0; i < shape.returning().size(); i++) {
                named.put(shape.returning().get(i), values[i]);
            }
            Object version =
                    timeVersion ? values[values.length - 1] : shape.version() == null ? null : nextNumber(update);
            return Written.of(rows, Row.of(named), version);
        }

        @Override
        public @Nullable Found look(Session session, boolean locking) throws SQLException {
            List<@Nullable Object> values = new ArrayList<>(update.checks().conditionValues());
            addKey(update, values);
            String sql = locking ? lookSql + dialect.lockingRead() : lookSql;
            List<@Nullable Object[]> rows = session.query(sql, values, 3);
            if (rows.isEmpty()) {
                return null;
            }
            @Nullable Object[] row = rows.get(0);
            return new Found(
                    row[0] instanceof Number holds && holds.intValue() == 1,
                    shape.version() == null ? null : row[1],
                    shape.fence() != null && row[2] instanceof Number stored ? stored : null);
        }

        @Override
        public RowId row() {
            return update.row();
        }
    }
}
