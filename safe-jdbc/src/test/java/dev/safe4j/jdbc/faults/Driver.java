package dev.safe4j.jdbc.faults;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The ways into the servers: to MariaDB there are two, its own driver and MySQL's. */
public enum Driver {
    POSTGRESQL(ServerKind.POSTGRESQL, Dialect.POSTGRESQL),
    MARIADB(ServerKind.MARIADB, Dialect.MARIADB),
    MYSQL(ServerKind.MARIADB, Dialect.MARIADB),
    H2(ServerKind.H2, Dialect.H2);

    private final ServerKind server;
    private final Dialect dialect;

    Driver(ServerKind server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    ServerKind server() {
        return server;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** This driver's form of a URL that names the server's own driver. */
    String url(String url) {
        return this == MYSQL ? url.replaceFirst("jdbc:mariadb:", "jdbc:mysql:") : url;
    }

    /** Connects, and so that no wait for an answer is without a bound. */
    Connection connect(String url, TestDatabase database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        if (this != H2) {
            properties.setProperty("socketTimeout", this == POSTGRESQL ? "60" : "60000");
        }
        return DriverManager.getConnection(url(url), properties);
    }

    TestDatabase newDatabase() {
        return LocalServers.sql(server).newDatabase();
    }

    /** The first of these on PostgreSQL, the second on MariaDB by either driver, the third on H2. */
    String choose(String onPostgresql, String onMariaDb, String onH2) {
        return switch (server) {
            case POSTGRESQL -> onPostgresql;
            case MARIADB -> onMariaDb;
            case H2 -> onH2;
            case REDIS -> throw new IllegalStateException("no driver leads to Redis");
        };
    }
}
