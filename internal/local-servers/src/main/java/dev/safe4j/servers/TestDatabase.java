package dev.safe4j.servers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fresh, empty database (MariaDB, H2) or schema (PostgreSQL) for one test. On PostgreSQL the databases of one server
 * are schemas of one database: advisory locks and LISTEN/NOTIFY channels are common to them.
 */
public interface TestDatabase extends AutoCloseable {

    ServerKind kind();

    SqlServer server();

    /** The name of the database, on PostgreSQL of the schema. */
    String name();

    String url();

    /** The URL with further parameters {@code a=b&c=d}, rewritten to the style of the database's URLs. */
    String url(String extraParameters);

    /** The URL with the tap's host and port; refused for H2 in memory, where there is no wire. */
    String urlThrough(WireTap tap);

    String username();

    String password();

    /** The pool of this database: made on first use, 30 s connection timeout, connections opened as they are needed. */
    HikariDataSource dataSource();

    /** A further pool, closed with the database. */
    HikariDataSource newPool(int size);

    /** A further pool on another URL (a tap's, one with parameters), closed with the database. */
    HikariDataSource newPool(String url, int size);

    /** Opens so many connections of {@link #dataSource()} now, so that racing callers do not queue for their making. */
    void warm(int connections);

    /** How many connections of all pools of this database are out: not zero at the end of a test is a leak. */
    int activeConnections();

    /** Runs the statements in auto-commit mode outside the pools, so it works while the test holds every connection. */
    void execute(String... statements);

    /** The first column of the only row, or null if there is no row or the column is null. */
    <T> @Nullable T value(Class<T> type, String sql, @Nullable Object... args);

    /** All rows, in order, by column label (lower case on every database). */
    List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... args);

    /** Closes the pools, ends what sessions are left, and drops the database; bounded, whatever the test left behind. */
    @Override
    void close();
}
