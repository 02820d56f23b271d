package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.jdbc.StoreSetting;
import dev.safe4j.jdbc.StoreSetting.Kind;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.test.contract.IdempotencyStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract of stores of requests, on each database and at each isolation level, in and out of a transaction of the caller's. */
@Tag("slow")
class IdempotencyContractTest {

    @Concurrently
    abstract static class OverSql extends IdempotencyStoreContract {

        private final StoreSetting setting;

        OverSql(ServerKind server, Kind kind) {
            this.setting = StoreSetting.on(server, kind);
        }

        @Override
        protected IdempotencyStore openStore() {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.on(setting.pool());
            store.schema().create(setting.database());
            return store;
        }

        @BeforeEach
        void begin() {
            setting.begin();
        }

        @AfterEach
        void end() {
            setting.end();
        }
    }

    @Nested
    class OnPostgresql extends OverSql {
        OnPostgresql() {
            super(ServerKind.POSTGRESQL, Kind.PLAIN);
        }
    }

    @Nested
    @Tag("soak")
    class OnPostgresqlAtRepeatableRead extends OverSql {
        OnPostgresqlAtRepeatableRead() {
            super(ServerKind.POSTGRESQL, Kind.AT_REPEATABLE_READ);
        }
    }

    @Nested
    class OnPostgresqlInsideATransaction extends OverSql {
        OnPostgresqlInsideATransaction() {
            super(ServerKind.POSTGRESQL, Kind.INSIDE);
        }
    }

    @Nested
    class OnMariaDbAtRepeatableRead extends OverSql {
        OnMariaDbAtRepeatableRead() {
            super(ServerKind.MARIADB, Kind.AT_REPEATABLE_READ);
        }
    }

    @Nested
    @Tag("soak")
    class OnMariaDbAtReadCommitted extends OverSql {
        OnMariaDbAtReadCommitted() {
            super(ServerKind.MARIADB, Kind.AT_READ_COMMITTED);
        }
    }

    @Nested
    class OnMariaDbWithSnapshotIsolation extends OverSql {
        OnMariaDbWithSnapshotIsolation() {
            super(ServerKind.MARIADB, Kind.WITH_SNAPSHOT_ISOLATION);
        }
    }

    @Nested
    @Tag("soak")
    class OnMariaDbInsideATransaction extends OverSql {
        OnMariaDbInsideATransaction() {
            super(ServerKind.MARIADB, Kind.INSIDE);
        }
    }

    @Nested
    @Tag("soak")
    class OnMariaDbWithoutAutoCommit extends OverSql {
        OnMariaDbWithoutAutoCommit() {
            super(ServerKind.MARIADB, Kind.WITHOUT_AUTO_COMMIT);
        }
    }

    @Nested
    class OnH2 extends OverSql {
        OnH2() {
            super(ServerKind.H2, Kind.PLAIN);
        }
    }

    @Nested
    @Tag("soak")
    class OnH2InsideATransaction extends OverSql {
        OnH2InsideATransaction() {
            super(ServerKind.H2, Kind.INSIDE);
        }
    }
}
