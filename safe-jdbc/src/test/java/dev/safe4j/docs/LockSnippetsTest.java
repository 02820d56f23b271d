package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.advisory.AdvisoryLocks;
import dev.safe4j.jdbc.advisory.SessionLock;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.jdbc.transaction.LockRowGuard;
import dev.safe4j.jdbc.transaction.SpringTransactionBoundary;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** The code blocks of docs/guide about locks in SQL, compiled and run. DocumentationTest holds the two together. */
class LockSnippetsTest {

    private final AtomicInteger counted = new AtomicInteger();
    private Database database;
    private Updates updates;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table ledger (id int primary key, state varchar(20) not null, fence bigint)",
                "create table safe4j_lock (name varchar(200) primary key, token varchar(36), lease_until timestamp)",
                "insert into ledger values (17, 'new', null)");
        database = Database.of(db.dataSource());
        updates = Updates.on(database);
        transactions = Transactions.on(database);
    }

    private void count() {
        counted.incrementAndGet();
    }

    @EachDatabase
    void fencing(TestDatabase db) {
        int id = 17;
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            try (HeldLock lock = locks.acquire("ledger:" + id)) {
                updates.table("ledger")
                        .key("id", id)
                        .fencedBy(lock)
                        .set("state", "posted")
                        .apply()
                        .orThrow();
            }
        }
        assertThat(db.value(String.class, "select state from ledger")).isEqualTo("posted");
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void advisory(TestDatabase db) {
        AdvisoryLocks advisory = AdvisoryLocks.on(database);
        transactions.runWithoutResult(attempt -> {
            advisory.within(Duration.ofSeconds(2)).acquire("statement:2026-07");
            count();
        });
        try (SessionLock lock = advisory.sessions().acquire("nightly-count")) {
            count();
            lock.ensureHeld();
        }
        assertThat(counted).hasValue(2);
    }

    @EachDatabase
    void boundary(TestDatabase db) {
        LockStore store = new MemoryLockStore();
        Locks locks = Locks.builder(store)
                .transactions(new SpringTransactionBoundary(new LockRowGuard(database, "safe4j_lock")))
                .build();
        assertThat(locks.held()).isEmpty();
        locks.close();
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void signal(TestDatabase db) {
        DataSource oneMoreConnection = db.newPool(1);
        LockStore store = new MemoryLockStore();
        Locks locks = Locks.builder(store)
                .signal(new PostgresReleaseSignal(oneMoreConnection))
                .build();
        assertThat(locks.held()).isEmpty();
        locks.close();
    }
}
