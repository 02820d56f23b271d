package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.StoreSetting;
import dev.safe4j.jdbc.StoreSetting.Kind;
import dev.safe4j.lock.LockStore;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.test.contract.LockStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract of lock stores, on each database. */
@Tag("slow")
class LockContractTest {

    @Concurrently
    abstract static class OverSql extends LockStoreContract {

        private final StoreSetting setting;

        OverSql(ServerKind server) {
            this.setting = StoreSetting.on(server, Kind.PLAIN);
        }

        @Override
        protected LockStore openStore() {
            JdbcLockStore store = JdbcLockStore.on(setting.pool());
            store.schema().create(setting.database());
            return store;
        }

        @AfterEach
        void end() {
            setting.end();
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
