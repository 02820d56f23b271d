package dev.safe4j.jdbc.rowlock;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that lock rows: one a row, in order, because no database promises to lock the rows of one statement in the
 * order of its ORDER BY. PostgreSQL gets them all, and the limit of the wait, in one round trip.
 */
final class RowLockSql {

    /** Saves the present limit within the transaction, so that no further round trip is needed to know it. */
    private static final String LIMIT_WAIT = """
            select set_config('safe4j.lock_timeout', current_setting('lock_timeout'), true),\
             set_config('lock_timeout', ?, true)""";

    private static final String RESTORE_LIMIT =
            "select set_config('lock_timeout', current_setting('safe4j.lock_timeout'), true)";

    private final Table table;
    private final Dialect dialect;
    private final List<String> key;
    private final List<String> answered;
    private final LockWait wait;

    RowLockSql(Table table, Dialect dialect, List<String> key, List<String> answered, LockWait wait) {
        this.table = table;
        this.dialect = dialect;
        this.key = key;
        this.answered = answered;
        this.wait = wait;
    }

    List<Row> run(Session session, List<List<Object>> rows, boolean exclusive) throws SQLException {
        String select = "select " + answered.stream().map(table::quoted).collect(Collectors.joining(", ")) + " from "
                + table.sqlName() + " where "
                + key.stream().map(column -> table.quoted(column) + " = ?").collect(Collectors.joining(" and "))
                + wait.clause(dialect, exclusive);
        if (dialect == Dialect.POSTGRESQL) {
            return inOneRoundTrip(session, select, rows);
        }
        return dialect == Dialect.MYSQL && wait.kind() == LockWait.Kind.WITHIN
                ? withSessionLimit(session, select, rows)
                : oneByOne(session, select, rows);
    }

    private List<Row> oneByOne(Session session, String select, List<List<Object>> rows) throws SQLException {
        List<Row> locked = new ArrayList<>();
        for (List<Object> row : rows) {
            for (@Nullable Object[] found : session.query(select, bound(row), answered.size())) {
                locked.add(named(found));
            }
        }
        return locked;
    }

    /** MySQL has no WAIT; its limit belongs to the session and is put back. */
    private List<Row> withSessionLimit(Session session, String select, List<List<Object>> rows) throws SQLException {
        Object before =
                session.query("select @@innodb_lock_wait_timeout", List.of(), 1).get(0)[0];
        session.update("set innodb_lock_wait_timeout = " + wait.wholeSeconds(), List.of());
        try {
            return oneByOne(session, select, rows);
        } finally {
            session.update("set innodb_lock_wait_timeout = " + before, List.of());
        }
    }

    private List<Row> inOneRoundTrip(Session session, String select, List<List<Object>> rows) throws SQLException {
        boolean limited = wait.kind() == LockWait.Kind.WITHIN;
        String selects = String.join(";", Collections.nCopies(rows.size(), select));
        List<@Nullable Object> values = new ArrayList<>();
        if (limited) {
            values.add(wait.limit().toMillis() + "ms");
        }
        for (List<Object> row : rows) {
            values.addAll(bound(row));
        }
        String sql = limited ? LIMIT_WAIT + ";" + selects + ";" + RESTORE_LIMIT : selects;
        List<Row> locked = new ArrayList<>();
        try (PreparedStatement statement = session.prepare(sql, values)) {
            boolean more = statement.execute();
            for (int i = 0; more; i++) {
                try (ResultSet result = statement.getResultSet()) {
                    if (!limited || (i > 0 && i <= rows.size())) {
                        collect(result, locked);
                    }
                }
                more = statement.getMoreResults();
            }
        }
        return locked;
    }

    private void collect(ResultSet result, List<Row> locked) throws SQLException {
        while (result.next()) {
            @Nullable Object[] found = new Object[answered.size()];
            for (int column = 0; column < found.length; column++) {
                found[column] = result.getObject(column + 1);
            }
            locked.add(named(found));
        }
    }

    private List<@Nullable Object> bound(List<Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            values.add(table.column(key.get(i)).bound(row.get(i), dialect));
        }
        return values;
    }

    private Row named(@Nullable Object[] found) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < found.length; i++) {
            values.put(answered.get(i), found[i]);
        }
        return Row.of(values);
    }
}
