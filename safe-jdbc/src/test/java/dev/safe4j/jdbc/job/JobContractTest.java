package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.job.JobStore;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.contract.JobStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;

/** The contract of stores of jobs, on each database, and in the long runs at each isolation level. */
@Tag("slow")
class JobContractTest {

    @Concurrently
    abstract static class OverSql extends JobStoreContract {

        private final ServerKind kind;
        private final String parameters;
        private @Nullable TestDatabase database;

        OverSql(ServerKind kind) {
            this(kind, "");
        }

        OverSql(ServerKind kind, String parameters) {
            this.kind = kind;
            this.parameters = parameters;
        }

        @Override
        protected JobStore openStore() {
            TestDatabase present = database;
            if (present == null) {
                present = LocalServers.sql(kind).newDatabase();
                database = present;
            }
            JdbcJobStore store = JdbcJobStore.on(pool(present));
            store.schema().create(Database.of(present.dataSource()));
            return store;
        }

        DataSource pool(TestDatabase db) {
            return parameters.isEmpty() ? db.newPool(8) : db.newPool(db.url(parameters), 8);
        }

        TestDatabase database() {
            return Objects.requireNonNull(database);
        }

        @AfterEach
        void drop() {
            if (database != null) {
                database.close();
            }
        }
    }

    /** With a transaction of the caller's open on the thread, over another pool than the store's. */
    abstract static class Inside extends OverSql {

        private @Nullable JdbcTransactionManager manager;
        private @Nullable TransactionStatus ambient;

        Inside(ServerKind kind) {
            super(kind);
        }

        @BeforeEach
        void begin() {
            manager = new JdbcTransactionManager(database().dataSource());
            ambient = manager.getTransaction(null);
        }

        @AfterEach
        void rollBack() {
            Objects.requireNonNull(manager).rollback(Objects.requireNonNull(ambient));
        }
    }

    @Nested
    class OnPostgresql extends OverSql {
        OnPostgresql() {
            super(ServerKind.POSTGRESQL);
        }
    }

    @Nested
    @Tag("soak")
    class OnPostgresqlAtRepeatableRead extends OverSql {
        OnPostgresqlAtRepeatableRead() {
            super(ServerKind.POSTGRESQL, "options=-c%20default_transaction_isolation=repeatable%5C%20read");
        }
    }

    @Nested
    class OnPostgresqlInsideATransaction extends Inside {
        OnPostgresqlInsideATransaction() {
            super(ServerKind.POSTGRESQL);
        }
    }

    @Nested
    class OnMariaDbAtRepeatableRead extends OverSql {
        OnMariaDbAtRepeatableRead() {
            super(ServerKind.MARIADB, "sessionVariables=tx_isolation='REPEATABLE-READ'");
        }
    }

    @Nested
    @Tag("soak")
    class OnMariaDbAtReadCommitted extends OverSql {
        OnMariaDbAtReadCommitted() {
            super(ServerKind.MARIADB, "sessionVariables=tx_isolation='READ-COMMITTED'");
        }
    }

    @Nested
    @Tag("soak")
    class OnMariaDbWithSnapshotIsolation extends OverSql {
        OnMariaDbWithSnapshotIsolation() {
            super(ServerKind.MARIADB, "sessionVariables=innodb_snapshot_isolation=ON");
        }
    }

    /** A pool whose connections do not commit by themselves. */
    @Nested
    @Tag("soak")
    class OnMariaDbWithoutAutoCommit extends OverSql {
        OnMariaDbWithoutAutoCommit() {
            super(ServerKind.MARIADB);
        }

        @Override
        DataSource pool(TestDatabase db) {
            return new DelegatingDataSource(db.newPool(8)) {
                @Override
                public Connection getConnection() throws SQLException {
                    Connection connection = super.getConnection();
                    connection.setAutoCommit(false);
                    return connection;
                }
            };
        }
    }

    @Nested
    class OnH2 extends OverSql {
        OnH2() {
            super(ServerKind.H2);
        }
    }

    @Nested
    @Tag("soak")
    class OnH2InsideATransaction extends Inside {
        OnH2InsideATransaction() {
            super(ServerKind.H2);
        }
    }
}
