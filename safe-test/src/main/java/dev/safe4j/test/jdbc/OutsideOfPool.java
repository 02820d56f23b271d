package dev.safe4j.test.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens connections that are like those of a pool, and none of its own. */
final class OutsideOfPool {

    private OutsideOfPool() {}

    static Connection connect(HikariDataSource pool, String url) throws SQLException {
        Properties properties = new Properties();
        pool.getDataSourceProperties()
                .forEach((key, value) -> properties.setProperty(key.toString(), value.toString()));
        put(properties, "user", pool.getUsername());
        put(properties, "password", pool.getPassword());
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            prepare(connection, pool);
            return connection;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static void put(Properties properties, String key, @Nullable String value) {
        if (value != null) {
            properties.setProperty(key, value);
        }
    }

    private static void prepare(Connection connection, HikariDataSource pool) throws SQLException {
        if (pool.getCatalog() != null) {
            connection.setCatalog(pool.getCatalog());
        }
        if (pool.getSchema() != null) {
            connection.setSchema(pool.getSchema());
        }
        if (pool.getTransactionIsolation() != null) {
            connection.setTransactionIsolation(level(pool.getTransactionIsolation()));
        }
        if (pool.getConnectionInitSql() != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(pool.getConnectionInitSql());
            }
        }
    }

    /** As Hikari has it: the name of the constant, or its number. */
    private static int level(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRANSACTION_READ_UNCOMMITTED" -> Connection.TRANSACTION_READ_UNCOMMITTED;
            case "TRANSACTION_READ_COMMITTED" -> Connection.TRANSACTION_READ_COMMITTED;
            case "TRANSACTION_REPEATABLE_READ" -> Connection.TRANSACTION_REPEATABLE_READ;
            case "TRANSACTION_SERIALIZABLE" -> Connection.TRANSACTION_SERIALIZABLE;
            default -> Integer.parseInt(name);
        };
    }
}
