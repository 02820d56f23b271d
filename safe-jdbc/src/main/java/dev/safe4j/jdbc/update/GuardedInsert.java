package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.SqlFragment;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An insert with a condition over other rows, in the making: the guard row is locked first, by a write that changes nothing,
 * so that of those who check the same thing one goes after the other at every isolation level; then the insert checks and
 * writes in one statement. For one thread. Inside a caller's transaction at REPEATABLE READ, insert before the counted rows are
 * read: H2 does not notice that such a read is old. Two statements: in a transaction of their own, or in the caller's.
 *
 * <p>Everyone who changes what the condition reads has to go through the same guard.
 */
public final class GuardedInsert {

    private final Database database;
    private final Table table;
    private final InsertSql insert;
    private @Nullable Table guardTable;
    private @Nullable String guardColumn;
    private @Nullable Object guardValue;
    private @Nullable SqlFragment condition;

    GuardedInsert(Database database, Table table, Row row) {
        this.database = database;
        this.table = table;
        this.insert = InsertSql.of(table, row, database.dialect());
    }

    /**
     * Names the guard: the row that stands for what is checked, such as the show whose seats are counted.
     *
     * @param guard its table
     * @param column the column of its key
     * @param value the key, not null
     * @return this
     * @throws IllegalArgumentException if there is no such table or column, the key is null, does not fit, or is not unique
     */
    public GuardedInsert guardedBy(String guard, String column, Object value) {
        Table found = database.table(guard);
        if (value == null) {
            throw new IllegalArgumentException("the guard's key '" + column + "' of " + guard + " must not be null.");
        }
        if (!found.isUnique(List.of(column))) {
            throw new IllegalArgumentException(
                    "column '" + column + "' is not a unique key of " + guard + ", so it does not name one guard row.");
        }
        guardTable = found;
        guardColumn = column;
        guardValue = found.column(column).bound(value, database.dialect());
        return this;
    }

    /**
     * Sets the condition.
     *
     * @param sql a condition that may hold subqueries, with {@code ?} for values; a constant of the program, never made of
     *     input
     * @param values the values, in order
     * @return this
     */
    public GuardedInsert provided(String sql, @Nullable Object... values) {
        condition = SqlFragment.of("condition", sql, values);
        return this;
    }

    /**
     * Inserts if the condition is true.
     *
     * @return applied; refused if the condition is false; missing if there is no such guard row
     * @throws IllegalStateException if the guard or the condition is not given; nothing was written
     * @throws org.springframework.dao.DataAccessException if a statement failed; outside a transaction nothing was written
     */
    public UpdateResult apply() {
        Table guard = guardTable;
        SqlFragment check = condition;
        if (guard == null || check == null) {
            throw new IllegalStateException(
                    "the conditional insert into " + table + " needs a guard row and a condition:"
                            + " two callers who check other rows at once would both find it true. Call guardedBy and provided.");
        }
        UpdateResult result = database.run(
                "the insert into " + table.name(),
                session -> session.inTransaction()
                        ? apply(session, guard, check)
                        : session.atomically(own -> apply(own, guard, check)));
        return database.events().written(table, result);
    }

    private UpdateResult apply(Session session, Table guard, SqlFragment check) throws SQLException {
        String key = guard.quoted(String.valueOf(guardColumn));
        String lock = "update " + guard.sqlName() + " set " + key + " = " + key + " where " + key + " = ?";
        if (session.update(lock, Collections.singletonList(guardValue)) == 0) {
            return new UpdateResult.Missing(guardRow(guard));
        }
        List<@Nullable Object> values = new ArrayList<>(insert.values());
        values.addAll(check.arguments());
        // MySQL needs a table to select from, and PostgreSQL must be told that an untyped ? is not text.
        String from = session.dialect().isMySqlFamily() ? " from dual" : "";
        String sql = insert.intoColumns() + " select " + insert.placeholders() + from + " where (" + check.sql() + ")";
        return session.update(sql, values) == 1
                ? UpdateResult.Applied.PLAIN
                : new UpdateResult.Refused(new Refusal.ConditionNotMet(guardRow(guard), check.sql()));
    }

    private RowId guardRow(Table guard) {
        return new RowId(guard.name(), Map.of(String.valueOf(guardColumn), String.valueOf(guardValue)));
    }
}
