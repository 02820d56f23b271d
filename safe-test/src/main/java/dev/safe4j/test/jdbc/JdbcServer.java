package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Server;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database server, watched over a connection that the search has for itself. */
final class JdbcServer implements Server, AutoCloseable {

    /** The view's buffer is read anew only if the last read was longer ago than 0.1 s: a faster poll would never see a change. */
    private static final long VIEW_PAUSE = TimeUnit.MILLISECONDS.toNanos(130);

    private static final Duration SHORT = Duration.ofMillis(200);

    private static final long ENDING = TimeUnit.SECONDS.toNanos(5);

    private final Connection monitor;
    private final Flavour flavour;
    private final String name;
    private final String kind;
    private final String place;
    private final int isolation;
    private final Duration deadlockCheck;
    private final Relations relations;
    private long viewRead = System.nanoTime() - VIEW_PAUSE;

    JdbcServer(Connection monitor) throws SQLException {
        this.monitor = monitor;
        DatabaseMetaData data = monitor.getMetaData();
        String product = data.getDatabaseProductName();
        this.flavour = Flavour.of(product);
        String version = data.getDatabaseMajorVersion() + "." + data.getDatabaseMinorVersion();
        this.name = product + " " + version;
        boolean yearly = flavour == Flavour.MARIADB || flavour == Flavour.UNKNOWN;
        this.kind = product.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + "-"
                + (yearly ? version : String.valueOf(data.getDatabaseMajorVersion()));
        String url = data.getURL();
        this.place = url == null ? "connection " + System.identityHashCode(monitor) : url.split("[?;]", 2)[0];
        this.relations = new Relations(monitor);
        this.deadlockCheck = flavour == Flavour.POSTGRESQL ? deadlockTimeout(monitor) : Duration.ZERO;
        this.isolation = monitor.getTransactionIsolation();
        monitor.setAutoCommit(true);
    }

    /** Where it is long, no step takes as long, and the first waiter is always the one that looks. */
    private static Duration deadlockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select setting::int from pg_settings where name = 'deadlock_timeout'")) {
            row.next();
            Duration timeout = Duration.ofMillis(row.getLong(1));
            return timeout.compareTo(SHORT) > 0 ? Duration.ZERO : timeout;
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** As it stands in a token: {@code postgresql-18}. */
    String kind() {
        return kind;
    }

    /** Two data sources at the same place are one server: who waits in one may wait for the other. */
    String place() {
        return place;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JdbcServer server && server.place.equals(place);
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }

    Flavour flavour() {
        return flavour;
    }

    Relations relations() {
        return relations;
    }

    /** The isolation level of a connection for which none was set. */
    int defaultIsolation() {
        return isolation;
    }

    @Override
    public boolean showsEveryWait() {
        return flavour.showsEveryWait();
    }

    @Override
    public Duration deadlockCheck() {
        return deadlockCheck;
    }

    @Override
    public Duration lag() {
        return flavour.lag();
    }

    /** Something that is done over the monitor's connection. */
    interface Work<T extends @Nullable Object> {
        T on(Connection monitor) throws SQLException;
    }

    synchronized <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        return work.on(monitor);
    }

    long sessionOf(Connection connection) throws SQLException {
        if (flavour == Flavour.UNKNOWN) {
            return System.identityHashCode(connection);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(flavour.sessionQuery())) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public synchronized Map<Long, Set<Long>> waits(Collection<Long> inFlight) {
        try {
            if (flavour == Flavour.UNKNOWN) {
                return Map.of();
            }
            return flavour.counts() ? counted(inFlight) : pairs(inFlight);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot ask " + name + " who waits: " + failure.getMessage(), failure);
        }
    }

    private Map<Long, Set<Long>> pairs(Collection<Long> inFlight) throws SQLException {
        String ids = inFlight.stream().map(String::valueOf).collect(Collectors.joining(","));
        Map<Long, Set<Long>> waits = new HashMap<>();
        try (Statement statement = monitor.createStatement();
                ResultSet rows = statement.executeQuery(flavour.waitsQuery(ids))) {
            while (rows.next()) {
                if (inFlight.contains(rows.getLong(1))) {
                    waits.computeIfAbsent(rows.getLong(1), id -> new HashSet<>())
                            .add(rows.getLong(2));
                }
            }
        }
        return waits;
    }

    /** The counter costs little and says how many wait. Only if it is not all of them does it matter who. */
    private Map<Long, Set<Long>> counted(Collection<Long> inFlight) throws SQLException {
        Map<Long, Set<Long>> waits = new HashMap<>();
        long forRows = 0;
        try (Statement statement = monitor.createStatement();
                ResultSet rows = statement.executeQuery(Flavour.MARIADB_COUNTER)) {
            while (rows.next()) {
                if (rows.getLong(1) < 0) {
                    forRows = rows.getLong(2);
                } else if (inFlight.contains(rows.getLong(1))) {
                    waits.put(rows.getLong(1), Set.of());
                }
            }
        }
        if (forRows > 0 && forRows + waits.size() >= inFlight.size()) {
            inFlight.forEach(id -> waits.putIfAbsent(id, Set.of()));
        } else if (forRows > 0 && System.nanoTime() - viewRead >= VIEW_PAUSE) {
            waits.putAll(pairs(inFlight));
            viewRead = System.nanoTime();
        }
        return waits;
    }

    @Override
    public synchronized void end(long session) {
        try (Statement statement = monitor.createStatement()) {
            if (flavour == Flavour.UNKNOWN) {
                return;
            }
            statement.execute(flavour.endStatement(session));
            long bound = System.nanoTime() + ENDING;
            while (isAlive(statement, session)) {
                if (System.nanoTime() - bound > 0) {
                    throw new IllegalStateException(name + " did not end session " + session + " within 5 s");
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            }
        } catch (SQLException failure) {
            if (isGone(session)) {
                return;
            }
            throw new IllegalStateException("cannot end session " + session + " of " + name, failure);
        }
    }

    private boolean isGone(long session) {
        try (Statement statement = monitor.createStatement()) {
            return !isAlive(statement, session);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot ask " + name + " for session " + session, failure);
        }
    }

    private boolean isAlive(Statement statement, long session) throws SQLException {
        try (ResultSet row = statement.executeQuery(flavour.aliveQuery(session))) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    @Override
    public void close() throws SQLException {
        monitor.close();
    }
}
