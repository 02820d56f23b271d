package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.ConstraintNames;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.SqlFragment;
import dev.safe4j.jdbc.Table;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.update.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An insert that turns into an update where a row with the same key is there already, in one statement and atomically. For one
 * thread; applied once.
 */
public final class Upsert {

    private final Database database;
    private final Table table;
    private final Row row;
    private final InsertSql insert;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<List<? extends @Nullable Object>> assigned = new ArrayList<>();
    private List<String> key = List.of();

    Upsert(Database database, Table table, Row row) {
        this.database = database;
        this.table = table;
        this.row = row;
        this.insert = InsertSql.of(table, row, database.dialect());
    }

    /**
     * Names the unique key by which the row is recognised.
     *
     * @param columns all columns of one unique key
     * @return this
     * @throws IllegalArgumentException if the columns are not in the row to insert, or null there, or are no unique key; or, on MariaDB and
     *     MySQL, if the table has further unique keys, unique indexes over expressions among them: their upsert cannot be told which key to
     *     look at, and would change
     *     whatever row is in the way
     */
    public Upsert onKey(String... columns) {
        key = List.of(columns);
        if (key.isEmpty() || !table.isUnique(key)) {
            throw new IllegalArgumentException(key + " is not a unique key of " + table + ".");
        }
        key.forEach(this::requireValue);
        List<String> others = table.otherUniqueKeys(key);
        if (database.dialect().isMySqlFamily() && !others.isEmpty()) {
            throw new IllegalArgumentException("table " + table + " has the unique keys " + others + " beside " + key
                    + ": this database's upsert would change the row that is in the way by any of them. Use"
                    + " insertIfAbsent, and an update if it was a duplicate.");
        }
        return this;
    }

    private void requireValue(String column) {
        Object value = row.values().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the row to insert into " + table + " lacks the key column '" + column + "'."))
                .getValue();
        if (value == null) {
            throw new IllegalArgumentException("the key column '" + column + "' of the row to insert into " + table
                    + " is null, which no unique key finds again: a row would be inserted each time.");
        }
    }

    /**
     * Sets a column of the row that is there.
     *
     * @param column the column
     * @param value its new value
     * @return this
     */
    public Upsert orSet(String column, @Nullable Object value) {
        return or(new Assignment(column, Assignment.Kind.SET, null), value);
    }

    /**
     * Adds to a column of the row that is there.
     *
     * @param column the column
     * @param amount zero or more
     * @return this
     * @throws IllegalArgumentException if the column may be null: what is added to a null is lost
     */
    public Upsert orAdd(String column, Number amount) {
        return or(new Assignment(column, Assignment.Kind.ADD, null), amount);
    }

    /**
     * Subtracts from a column of the row that is there.
     *
     * @param column the column
     * @param amount zero or more
     * @return this
     * @throws IllegalArgumentException if the column may be null: what is subtracted from a null is lost
     */
    public Upsert orSubtract(String column, Number amount) {
        return or(new Assignment(column, Assignment.Kind.SUBTRACT, null), amount);
    }

    /**
     * Sets a column of the row that is there to an expression.
     *
     * @param column the column
     * @param expression SQL with {@code ?} for values; a constant of the program. On PostgreSQL a column of the present row
     *     needs the table's name before it
     * @param values the values, in order
     * @return this
     */
    public Upsert orAssign(String column, String expression, @Nullable Object... values) {
        SqlFragment fragment = SqlFragment.of("expression for column '" + column + "'", expression, values);
        table.column(column);
        assignments.add(new Assignment(column, Assignment.Kind.EXPRESSION, fragment.sql()));
        assigned.add(fragment.arguments());
        return this;
    }

    private Upsert or(Assignment assignment, @Nullable Object value) {
        Object bound = assignment.bound(table, value, database.dialect());
        assignment.requireNoNull(table);
        assignments.add(assignment);
        assigned.add(Collections.singletonList(bound));
        return this;
    }

    /**
     * Inserts or updates. Joins the caller's transaction.
     *
     * @throws IllegalArgumentException if the key or the change is not given, or, on MariaDB and MySQL, an expression reads a column
     *     that an earlier one changes; nothing was written
     * @throws org.springframework.dao.DataAccessException if the statement failed; outside a transaction nothing was written
     */
    public void apply() {
        if (key.isEmpty() || assignments.isEmpty()) {
            throw new IllegalArgumentException(
                    "the upsert into " + table + " needs its key and a change: call onKey and one of the or… methods.");
        }
        int[] order = Assignment.order(assignments, table, database.dialect());
        List<Assignment> changes =
                IntStream.of(order).mapToObj(assignments::get).toList();
        List<@Nullable Object> values = new ArrayList<>(insert.values());
        IntStream.of(order).forEach(i -> values.addAll(assigned.get(i)));
        database.run("the upsert into " + table.name(), session -> run(session, changes, values));
        database.events().upserted(table);
    }

    private int run(Session session, List<Assignment> changes, List<@Nullable Object> values) throws SQLException {
        if (database.dialect() != Dialect.H2) {
            return session.update(oneStatement(changes), values);
        }
        // H2's MERGE looks before it inserts: of two at once one can meet the other's row. Its failure undoes the
        // statement alone, so it is simply run again, and then finds the row, unless a snapshot hides it.
        RetryPolicy again = RetryPolicy.defaults()
                .classifiedBy(failure -> repeatable(session, failure))
                .alsoRetrying(FaultClass.DUPLICATE);
        try {
            return again.run(attempt -> session.update(merge(changes), values));
        } catch (SQLException failure) {
            throw isHidden(session, failure)
                    ? new SQLException(
                            "the row is newer than this transaction's snapshot: run it again", "40001", failure)
                    : failure;
        }
    }

    /** A deadlock has rolled the caller's whole transaction back: repeated alone, the upsert would be all that is left of it. */
    private FaultClass repeatable(Session session, Throwable failure) {
        FaultClass fault = database.faults().classify(failure);
        return session.inTransaction() && fault != FaultClass.DUPLICATE ? FaultClass.PERMANENT : fault;
    }

    private boolean isHidden(Session session, SQLException failure) throws SQLException {
        if (database.faults().classify(failure) != FaultClass.DUPLICATE
                || session.connection().getTransactionIsolation() < Connection.TRANSACTION_REPEATABLE_READ) {
            return false;
        }
        String violated = ConstraintNames.uniqueKey(failure, table);
        return violated == null || !table.otherUniqueKeys(key).contains(violated);
    }

    private static String joined(List<Assignment> changes, Table table, String owner) {
        return changes.stream().map(each -> each.sql(table, owner)).collect(Collectors.joining(", "));
    }

    private String oneStatement(List<Assignment> changes) {
        boolean mySql = database.dialect().isMySqlFamily();
        String owner = mySql ? "" : table.sqlName() + ".";
        String conflict = mySql
                ? " on duplicate key update "
                : " on conflict (" + key.stream().map(table::quoted).collect(Collectors.joining(", "))
                        + ") do update set ";
        return insert.plain() + conflict + joined(changes, table, owner);
    }

    private String merge(List<Assignment> changes) {
        List<String> names = List.copyOf(row.values().keySet());
        String source = names.stream().map(table::quoted).collect(Collectors.joining(", "));
        String on = key.stream()
                .map(column -> "t." + table.quoted(column) + " = s." + table.quoted(column))
                .collect(Collectors.joining(" and "));
        return "merge into " + table.sqlName() + " t using (values ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ")) s (" + source + ") on " + on
                + " when matched then update set " + joined(changes, table, "t.") + " when not matched then insert ("
                + source + ") values ("
                + names.stream().map(name -> "s." + table.quoted(name)).collect(Collectors.joining(", ")) + ")";
    }
}
