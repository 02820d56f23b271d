package dev.safe4j.jdbc;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;

/**
 * What the stores of one case of a contract meet: a fresh database, a pool of some kind, perhaps a transaction of the caller's. The stores
 * share the pool, since a connection costs more than most cases do. For one thread.
 */
public final class StoreSetting {

    private static final int CONNECTIONS = 8;

    /** Of what kind it is. */
    public enum Kind {
        PLAIN,
        AT_REPEATABLE_READ,
        AT_READ_COMMITTED,
        WITH_SNAPSHOT_ISOLATION,
        /** Pools whose connections do not commit by themselves. */
        WITHOUT_AUTO_COMMIT,
        /** With a transaction of the caller's open on the thread, over the very pool of the store. */
        INSIDE,
        /** With a transaction of the caller's open on the thread, over another pool than the store's. */
        INSIDE_ELSEWHERE
    }

    private static final Map<Kind, String> ON_POSTGRESQL =
            Map.of(Kind.AT_REPEATABLE_READ, "options=-c%20default_transaction_isolation=repeatable%5C%20read");

    private static final Map<Kind, String> ON_MARIADB = Map.of(
            Kind.AT_REPEATABLE_READ, "sessionVariables=tx_isolation='REPEATABLE-READ'",
            Kind.AT_READ_COMMITTED, "sessionVariables=tx_isolation='READ-COMMITTED'",
            Kind.WITH_SNAPSHOT_ISOLATION, "sessionVariables=innodb_snapshot_isolation=ON");

    private final Kind kind;
    private final TestDatabase db;
    private @Nullable DataSource pool;
    private @Nullable JdbcTransactionManager manager;
    private @Nullable TransactionStatus ambient;

    private StoreSetting(Kind kind, TestDatabase db) {
        this.kind = kind;
        this.db = db;
    }

    /** With a database that is dropped at the {@link #end()}. */
    public static StoreSetting on(ServerKind server, Kind kind) {
        return new StoreSetting(kind, LocalServers.sql(server).newDatabase(CONNECTIONS));
    }

    /** For the tables of the stores. */
    public Database database() {
        return Database.of(db.dataSource());
    }

    /** For the stores. */
    public DataSource pool() {
        DataSource present = pool;
        if (present == null) {
            present = newPool();
            pool = present;
        }
        return present;
    }

    private DataSource newPool() {
        return switch (kind) {
            case PLAIN, INSIDE -> db.dataSource();
            case INSIDE_ELSEWHERE -> db.newPool(CONNECTIONS);
            case WITHOUT_AUTO_COMMIT -> withoutAutoCommit(db.newPool(CONNECTIONS));
            case AT_REPEATABLE_READ, AT_READ_COMMITTED, WITH_SNAPSHOT_ISOLATION ->
                db.newPool(db.url(parameters()), CONNECTIONS);
        };
    }

    private String parameters() {
        String parameters = (db.kind() == ServerKind.POSTGRESQL ? ON_POSTGRESQL : ON_MARIADB).get(kind);
        if (parameters == null) {
            throw new IllegalStateException(db.kind() + " has no setting " + kind);
        }
        return parameters;
    }

    private static DataSource withoutAutoCommit(DataSource pool) {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setAutoCommit(false);
                return connection;
            }
        };
    }

    /** When the stores are there. */
    public void begin() {
        if (kind == Kind.INSIDE || kind == Kind.INSIDE_ELSEWHERE) {
            manager = new JdbcTransactionManager(db.dataSource());
            ambient = manager.getTransaction(null);
        }
    }

    public void end() {
        if (manager != null && ambient != null) {
            manager.rollback(ambient);
        }
        db.close();
    }
}
