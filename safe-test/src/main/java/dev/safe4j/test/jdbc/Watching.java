package dev.safe4j.test.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.safe4j.test.schedule.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source's database, watched over a connection of its own while races are searched. */
public final class Watching {

    static final String ANYTHING = Relations.ANYTHING;

    private final DataSource target;
    private final String name;
    private final Map<Connection, Long> sessions = Collections.synchronizedMap(new WeakHashMap<>());
    private @Nullable JdbcServer server;
    private volatile @Nullable Integer isolation;
    private volatile boolean splitCommits = true;

    Watching(DataSource target, String name) {
        this.target = target;
        this.name = name;
    }

    /**
     * Begins to watch.
     *
     * @param level the isolation level of all connections, a constant of {@link Connection}; null for what they have
     * @param split whether the automatic commit of a write is a step of its own
     * @throws SQLException if no connection is to be had
     */
    public synchronized void begin(@Nullable Integer level, boolean split) throws SQLException {
        isolation = level;
        splitCommits = split;
        if (server == null) {
            server = new JdbcServer(monitor());
        }
    }

    /**
     * Ends the watch; the connection is closed.
     *
     * @throws SQLException if it could not be closed
     */
    public synchronized void end() throws SQLException {
        isolation = null;
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** {@return the most connections that the pool can have; empty if that is not known} */
    public OptionalInt poolSize() {
        try {
            return target.isWrapperFor(HikariDataSource.class)
                    ? OptionalInt.of(target.unwrap(HikariDataSource.class).getMaximumPoolSize())
                    : OptionalInt.empty();
        } catch (SQLException | NoClassDefFoundError notKnown) {
            return OptionalInt.empty();
        }
    }

    /** Tells whether the pool has none left and can make none; null if it does not say. */
    @Nullable
    BooleanSupplier emptyPool() {
        try {
            if (!target.isWrapperFor(HikariDataSource.class)) {
                return null;
            }
            HikariDataSource pool = target.unwrap(HikariDataSource.class);
            return () -> {
                HikariPoolMXBean now = pool.getHikariPoolMXBean();
                return now != null && now.getActiveConnections() >= pool.getMaximumPoolSize();
            };
        } catch (SQLException | NoClassDefFoundError notAPool) {
            return null;
        }
    }

    /** Has a pool give up a connection that is dead: not every pool knows every database's way to say so. */
    void evict(Connection dead) {
        try {
            if (target.isWrapperFor(HikariDataSource.class)) {
                target.unwrap(HikariDataSource.class).evictConnection(dead);
            }
        } catch (SQLException | NoClassDefFoundError notAPool) {
            sessions.remove(dead);
        }
    }

    /** Has a pool give up its idle connections: after a run that had to be ended by force, some of them are dead. */
    public void evictIdleConnections() {
        try {
            if (target.isWrapperFor(HikariDataSource.class)) {
                HikariPoolMXBean pool = target.unwrap(HikariDataSource.class).getHikariPoolMXBean();
                if (pool != null) {
                    pool.softEvictConnections();
                }
            }
        } catch (SQLException | NoClassDefFoundError notAPool) {
            sessions.clear();
        }
    }

    /** Outside of the pool where that can be, since a search may be about an empty pool. */
    private Connection monitor() throws SQLException {
        try {
            if (target.isWrapperFor(HikariDataSource.class)) {
                HikariDataSource pool = target.unwrap(HikariDataSource.class);
                if (pool.getJdbcUrl() != null) {
                    return OutsideOfPool.connect(pool, pool.getJdbcUrl());
                }
            }
        } catch (NoClassDefFoundError withoutHikari) {
            return target.getConnection();
        }
        return target.getConnection();
    }

    /** {@return the database as it stands in a token, such as {@code postgresql-18}} */
    public String kind() {
        return server().kind();
    }

    /** {@return the database as a person would say it} */
    public String database() {
        return server().name();
    }

    /** {@return the isolation level of the watched connections, a constant of {@link Connection}} */
    public int isolation() {
        Integer set = isolation;
        return set == null ? server().defaultIsolation() : set;
    }

    synchronized JdbcServer server() {
        if (server == null) {
            throw new IllegalStateException("no race is being searched on data source " + name);
        }
        return server;
    }

    boolean splitsCommits() {
        return splitCommits;
    }

    @Nullable
    Integer isolationToSet() {
        return isolation;
    }

    String resource(String table) {
        return server().place() + "." + table;
    }

    /** What a write to the table touches, as resources; {@link #ANYTHING} among them if a trigger may do anything. */
    Set<String> reachedByWriting(String table) {
        return server().relations().reachedByWriting(table).stream()
                .map(reached -> reached.equals(ANYTHING) ? reached : resource(reached))
                .collect(Collectors.toSet());
    }

    Server.Session session(Connection raw) throws SQLException {
        JdbcServer now = server();
        Connection physical = physical(raw);
        Long known = sessions.get(physical);
        if (known == null) {
            known = now.sessionOf(raw);
            if (!raw.getAutoCommit()) {
                raw.rollback(); // else the question would have begun the transaction
            }
            sessions.put(physical, known);
        }
        return new Server.Session(now, known);
    }

    private static Connection physical(Connection raw) throws SQLException {
        return raw.isWrapperFor(Connection.class) ? raw.unwrap(Connection.class) : raw;
    }
}
