package dev.safe4j.jdbc.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One session with a database. */
public final class Client {

    private final Driver driver;
    private final Connection connection;

    Client(Driver driver, Connection connection) {
        this.driver = driver;
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    Client begin() throws SQLException {
        return begin(Connection.TRANSACTION_READ_COMMITTED);
    }

    public Client begin(int isolation) throws SQLException {
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(false);
        return this;
    }

    /** Waits for locks as short as the server lets it: MariaDB counts in seconds. */
    public Client impatient() throws SQLException {
        return run(driver.choose(
                "SET lock_timeout = '100ms'", "SET innodb_lock_wait_timeout = 1", "SET LOCK_TIMEOUT 100"));
    }

    public Client run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    int ask(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    Fault failsOn(String sql) {
        return Fault.provokedBy(driver, () -> run(sql));
    }

    public SQLException failureOf(String sql) {
        return Fault.thrownBy(() -> run(sql));
    }

    Fault failsToCommit() {
        return Fault.provokedBy(driver, connection::commit);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    public void rollback() throws SQLException {
        connection.rollback();
    }

    /** The server's number of this session. */
    int id() throws SQLException {
        return ask(driver.choose("SELECT pg_backend_pid()", "SELECT CONNECTION_ID()", "SELECT SESSION_ID()"));
    }
}
