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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The test's own look into its database, beside the pools: one connection that is kept, more if callers race. */
final class SqlConsole implements AutoCloseable {

    private final SqlAccess access;
    private final JdbcUrl url;
    private final ReentrantLock keeping = new ReentrantLock();
    private @Nullable Connection kept;

    SqlConsole(SqlAccess access, JdbcUrl url) {
        this.access = access;
        this.url = url;
    }

    /** Something to do with a connection. */
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    void execute(String... statements) {
        on(String.join("; ", statements), connection -> {
            try (var statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
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

    private <T extends @Nullable Object> T on(String sql, Work<T> work) {
        boolean mine = keeping.tryLock();
        try {
            if (mine) {
                return work.on(keptConnection());
            }
            try (Connection another = access.open(url)) {
                return work.on(another);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "failed on " + url + ": " + sql + " (" + failure.getMessage() + ")", failure);
        } finally {
            if (mine) {
                keeping.unlock();
            }
        }
    }

    private Connection keptConnection() throws SQLException {
        Connection connection = kept;
        if (connection == null || !connection.isValid(2)) {
            connection = access.open(url);
            kept = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        keeping.lock();
        try {
            if (kept != null) {
                kept.close();
            }
        } catch (SQLException expected) {
            // The server may be gone: then the connection is, too.
        } finally {
            keeping.unlock();
        }
    }
}
