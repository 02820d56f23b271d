package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.Database;
import dev.safe4j.lock.LockStore;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.contract.LockStoreContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract of lock stores, on each database. */
@Tag("slow")
class LockContractTest {

    @Concurrently
    abstract static class OverSql extends LockStoreContract {

        private final ServerKind kind;
        private @Nullable TestDatabase database;

        OverSql(ServerKind kind) {
            this.kind = kind;
        }

        @Override
        protected LockStore openStore() {
            if (database == null) {
                database = LocalServers.sql(kind).newDatabase();
            }
            JdbcLockStore store = JdbcLockStore.on(database.newPool(8));
            store.schema().create(Database.of(database.dataSource()));
            return store;
        }

        @AfterEach
        void drop() {
            if (database != null) {
                database.close();
            }
        }
    }

    @Nested
    class OnPostgresql extends OverSql {
        OnPostgresql() {
            super(ServerKind.POSTGRESQL);
        }
    }

    @Nested
    class OnMariaDb extends OverSql {
        OnMariaDb() {
            super(ServerKind.MARIADB);
        }
    }

    @Nested
    class OnH2 extends OverSql {
        OnH2() {
            super(ServerKind.H2);
        }
    }
}
