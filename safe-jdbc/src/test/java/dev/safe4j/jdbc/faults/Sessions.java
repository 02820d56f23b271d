package dev.safe4j.jdbc.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fresh database with the rows 1 and 2 in table item, and two sessions with it by the same driver. */
public final class Sessions implements AutoCloseable {

    static final Duration BOUND = Duration.ofSeconds(30);

    private final Driver driver;
    private final TestDatabase database;
    private final List<Connection> opened = new ArrayList<>();
    private final Client first;
    private final Client second;

    private Sessions(Driver driver) throws SQLException {
        this.driver = driver;
        this.database = driver.newDatabase();
        database.execute(
                "CREATE TABLE item (id INT PRIMARY KEY, n INT NOT NULL CHECK (n < 100))",
                "INSERT INTO item VALUES (1, 0), (2, 0)");
        this.first = connect();
        this.second = connect();
    }

    public static Sessions by(Driver driver) throws SQLException {
        return new Sessions(driver);
    }

    public Client first() {
        return first;
    }

    public Client second() {
        return second;
    }

    TestDatabase database() {
        return database;
    }

    /** A further session. */
    public Client connect() throws SQLException {
        return connect(database.url());
    }

    Client connect(String url) throws SQLException {
        Connection connection = driver.connect(url, database);
        opened.add(connection);
        return new Client(driver, connection);
    }

    /** What is committed in column n of that row, by a session of its own; -1 if there is no such row. */
    int committed(int id) {
        Integer n = database.value(Integer.class, "SELECT n FROM item WHERE id = ?", id);
        return n == null ? -1 : n;
    }

    /** Both sessions change each other's row: one of them gets through, and the other is the victim. */
    public Deadlock deadlock() throws SQLException {
        first.begin().run("UPDATE item SET n = 10 WHERE id = 1");
        second.begin().run("UPDATE item SET n = 20 WHERE id = 2");
        return crossing("UPDATE item SET n = 11 WHERE id = 2", "UPDATE item SET n = 21 WHERE id = 1");
    }

    /** Runs both statements at the same time, of which the server has to end one. */
    Deadlock crossing(String byFirst, String bySecond) {
        var results = Callers.run(2, BOUND, caller -> () -> caller == 0 ? first.run(byFirst) : second.run(bySecond));
        boolean firstFailed = !results.get(0).isSuccess();
        if (firstFailed != results.get(1).isSuccess()) {
            throw new AssertionError("not exactly one of the two failed: " + results);
        }
        return firstFailed
                ? new Deadlock(first, second, (SQLException) results.get(0).failure())
                : new Deadlock(second, first, (SQLException) results.get(1).failure());
    }

    /**
     * What came of a deadlock.
     *
     * @param failure of the victim
     */
    public record Deadlock(Client victim, Client survivor, SQLException failure) {}

    /** Runs the statement in the first session, and the disturbance as soon as the server shows it running. */
    Fault disturbed(String sql, Fault.Provocation disturbance) throws SQLException {
        return disturbed(sql, () -> first.run(sql), disturbance);
    }

    /** The same, with the statement run by the caller's means. */
    Fault disturbed(String sql, Fault.Provocation running, Fault.Provocation disturbance) throws SQLException {
        int id = first.id();
        var results = Callers.run(2, BOUND, caller -> () -> {
            if (caller == 0) {
                return Fault.provokedBy(driver, running);
            }
            Await.until(BOUND, "session " + id + " runs " + sql, () -> runs(id, sql));
            disturbance.run();
            return null;
        });
        results.stream().filter(result -> !result.isSuccess()).forEach(result -> {
            throw new AssertionError("caller " + result.caller(), result.failure());
        });
        return results.get(0).value();
    }

    /** Ends the session as an administrator does, and waits until the server has forgotten it. */
    void end(Client client) throws SQLException {
        int id = client.id();
        second.run(ending(id));
        String query = driver.choose(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = ?",
                "SELECT COUNT(*) FROM information_schema.processlist WHERE id = ?",
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = ?");
        Await.until(BOUND, "session " + id + " is gone", () -> database.value(Long.class, query, id) == 0);
    }

    String ending(int id) {
        return driver.choose("SELECT pg_terminate_backend(%d)", "KILL CONNECTION %d", "CALL ABORT_SESSION(%d)")
                .formatted(id);
    }

    private boolean runs(int id, String sql) {
        String query = driver.choose(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = ? AND state = 'active' AND query = ?",
                "SELECT COUNT(*) FROM information_schema.processlist WHERE id = ? AND info = ?",
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = ? AND EXECUTING_STATEMENT = ?");
        Long running = database.value(Long.class, query, id, sql);
        return running != null && running == 1;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : opened) {
            closeWhateverState(connection);
        }
        database.close();
    }

    private static void closeWhateverState(Connection connection) {
        try {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.close();
        } catch (SQLException expected) {
            // killed by the test
        }
    }
}
