package dev.safe4j.servers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A test's database on a running server, with the pools that the test has asked for. */
final class PooledTestDatabase implements TestDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PooledTestDatabase.class);
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(30);

    private final RunningSqlServer server;
    private final String name;
    private final JdbcUrl url;
    private final int poolSize;
    private final SqlConsole console;
    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
    private @Nullable HikariDataSource main;

    PooledTestDatabase(RunningSqlServer server, String name, int poolSize) {
        this.server = server;
        this.name = name;
        this.url = server.flavour().urlOf(name);
        this.poolSize = poolSize;
        this.console = new SqlConsole(server.flavour().sessionsIn(name), url);
    }

    @Override
    public ServerKind kind() {
        return server.kind();
    }

    @Override
    public SqlServer server() {
        return server;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String url() {
        return url.toString();
    }

    @Override
    public String url(String extraParameters) {
        return url.with(extraParameters).toString();
    }

    @Override
    public String urlThrough(WireTap tap) {
        if (url.address().isEmpty()) {
            throw new UnsupportedOperationException("H2 in memory has no wire to tap: use LocalServers.start(H2, …)");
        }
        return url.at(tap.host(), tap.port()).toString();
    }

    @Override
    public String username() {
        return server.flavour().access().username();
    }

    @Override
    public String password() {
        return server.flavour().access().password();
    }

    @Override
    public synchronized HikariDataSource dataSource() {
        HikariDataSource pool = main;
        if (pool == null) {
            pool = newPool(poolSize);
            main = pool;
        }
        return pool;
    }

    @Override
    public HikariDataSource newPool(int size) {
        return newPool(url.toString(), size);
    }

    @Override
    public HikariDataSource newPool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name + "-" + (pools.size() + 1));
        config.setJdbcUrl(url);
        config.setUsername(username());
        config.setPassword(password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    @Override
    public void warm(int connections) {
        List<Connection> opened = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                opened.add(dataSource().getConnection());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("could not open " + connections + " connections to " + url, failure);
        } finally {
            opened.forEach(PooledTestDatabase::giveBack);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("could not give a connection back", failure);
        }
    }

    @Override
    public int activeConnections() {
        int active = 0;
        for (HikariDataSource pool : pools) {
            HikariPoolMXBean about = pool.isClosed() ? null : pool.getHikariPoolMXBean();
            active += about == null ? 0 : about.getActiveConnections();
        }
        return active;
    }

    @Override
    public void execute(String... statements) {
        console.execute(statements);
    }

    @Override
    public <T> @Nullable T value(Class<T> type, String sql, @Nullable Object... args) {
        return console.value(type, sql, args);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... args) {
        return console.rows(sql, args);
    }

    @Override
    public void close() {
        boolean answers = server.answers();
        pools.forEach(HikariDataSource::close);
        if (!answers) {
            return; // Killed, paused or stopped by the test: the data goes with the server.
        }
        console.close();
        try {
            server.flavour().drop(name);
        } catch (SQLException failure) {
            LOG.warn("left {} behind on {}: {}", name, server, failure.getMessage());
        }
    }
}
