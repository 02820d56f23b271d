package dev.safe4j.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test's own look into its database, beside the pools. */
final class SqlConsole implements AutoCloseable {

    private final Sessions sessions;
    private final JdbcUrl url;

    SqlConsole(Sessions sessions, JdbcUrl url) {
        this.sessions = sessions;
        this.url = url;
    }

    void execute(String... statements) {
        try {
            sessions.run(statements);
        } catch (SQLException failure) {
            throw failed(String.join("; ", statements), failure);
        }
    }

    <T> @Nullable T value(Class<T> type, String sql, @Nullable Object... args) {
        return this.<@Nullable T>on(sql, connection -> {
            try (PreparedStatement query = prepared(connection, sql, args);
                    ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                T value = row.getObject(1, type);
                boolean isNull = row.wasNull();
                if (row.next()) {
                    throw new IllegalStateException("more than one row from: " + sql);
                }
                return isNull ? null : value;
            }
        });
    }

    List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... args) {
        return on(sql, connection -> {
            try (PreparedStatement query = prepared(connection, sql, args);
                    ResultSet cursor = query.executeQuery()) {
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                while (cursor.next()) {
                    rows.add(row(cursor));
                }
                return rows;
            }
        });
    }

    private static Map<String, @Nullable Object> row(ResultSet cursor) throws SQLException {
        ResultSetMetaData columns = cursor.getMetaData();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), cursor.getObject(i));
        }
        return row;
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object[] args)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
    }

    private <T extends @Nullable Object> T on(String sql, Sessions.Work<T> work) {
        try {
            return sessions.use(work);
        } catch (SQLException failure) {
            throw failed(sql, failure);
        }
    }

    private IllegalStateException failed(String sql, SQLException failure) {
        return new IllegalStateException("failed on " + url + ": " + sql + " (" + failure.getMessage() + ")", failure);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
