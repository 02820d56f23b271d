package dev.safe4j.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.HeldLocks;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Locks as the guide shows them, over a table: what each piece of code does on each database. */
class LocksInSqlTest {

    private final AtomicInteger shipped = new AtomicInteger();

    private Locks locks(DataSource own) {
        JdbcLockStore store = JdbcLockStore.on(own);
        store.schema().create(Database.of(own));
        return Locks.builder(store).owner("checkout-1").build();
    }

    private void ship(long order, long fence) {
        assertThat(fence).isPositive();
        shipped.addAndGet((int) order);
    }

    @EachDatabase
    void work_runs_while_the_lock_is_held(TestDatabase db) {
        try (Locks locks = locks(db.dataSource())) {
            long id = 42;
            locks.runWithLock("order:" + id, held -> ship(id, held.fence()));
            assertThat(shipped).hasValue(42);
            assertThat(locks.held()).isEmpty();
        }
    }

    @EachDatabase
    void a_handle_can_be_kept_and_asked(TestDatabase db) {
        try (Locks locks = locks(db.dataSource())) {
            try (HeldLock lock = locks.within(Duration.ofSeconds(2))
                    .lease(Duration.ofSeconds(30))
                    .acquire("report")) {
                ship(1, lock.fence());
                lock.ensureHeld();
                ship(2, lock.fence());
            }
            Optional<HeldLock> maybe = locks.tryAcquire("nightly-count");
            maybe.ifPresent(lock -> {
                try (lock) {
                    ship(3, lock.fence());
                }
            });
            assertThat(shipped).hasValue(6);
        }
    }

    @EachDatabase
    void several_are_taken_in_one_order_whatever_the_order_given(TestDatabase db) {
        try (Locks locks = locks(db.dataSource())) {
            List<Callers.Result<Integer>> results = Callers.run(8, Duration.ofSeconds(60), caller -> () -> {
                String from = "wallet:" + caller % 2;
                String to = "wallet:" + (caller + 1) % 2;
                for (int i = 0; i < 20; i++) {
                    locks.withLocks(List.of(from, to), held -> transfer(held));
                }
                return caller;
            });
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(shipped).hasValue(160);
        }
    }

    /** Not atomic by itself: only the locks make it so. */
    private int transfer(HeldLocks held) {
        held.ensureHeld();
        int before = shipped.get();
        shipped.set(before + 1);
        return before;
    }

    @EachDatabase
    void a_late_owner_is_refused_by_the_row_it_writes(TestDatabase db) {
        db.execute("create table ledger (id int primary key, state varchar(20), fence bigint)");
        db.execute("insert into ledger values (1, 'open', null)");
        Updates updates = Updates.on(db.dataSource());
        try (Locks locks = locks(db.dataSource());
                Locks others = locks(db.dataSource())) {
            int id = 1;
            HeldLock lock = locks.lease(Duration.ofMillis(150)).withoutRenewal().acquire("ledger:" + id);
            long lateFence = lock.fence();
            try (HeldLock next = others.acquire("ledger:" + id)) {
                UpdateResult posted = updates.table("ledger")
                        .key("id", id)
                        .fencedBy(next)
                        .set("state", "posted")
                        .apply();
                assertThat(posted.isApplied()).isTrue();
                UpdateResult late = updates.table("ledger")
                        .key("id", id)
                        .fencedBy(lateFence)
                        .set("state", "lost")
                        .apply();
                assertThat(late.isApplied()).isFalse();
            }
            assertThatThrownBy(lock::close).isInstanceOf(LeaseLostException.class);
        }
        assertThat(db.value(String.class, "select state from ledger where id = 1"))
                .isEqualTo("posted");
    }

    @EachDatabase
    void an_empty_business_pool_keeps_no_lock_from_being_released(TestDatabase db) throws Exception {
        HikariDataSource own = db.newPool(1);
        try (Locks locks = locks(own)) {
            for (int i = 0; i < 3; i++) {
                try (HeldLock lock = locks.acquire("a")) {
                    lock.ensureHeld();
                }
            }
            assertThat(own.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @EachDatabase
    void a_time_out_names_the_holder_of_another_process(TestDatabase db) {
        try (Locks locks = locks(db.dataSource());
                Locks others = locks(db.dataSource());
                HeldLock held = locks.acquire("order:42")) {
            LockTimeoutException late = Objects.requireNonNull(catchTimeout(others));
            assertThat(late)
                    .hasMessageMatching("lock 'order:42' was not free within \\d+ ms: held since"
                            + " \\d\\d:\\d\\d:\\d\\d by checkout-1 \\(fence \\d+\\), its lease ends in \\d+ s\\..*");
            assertThat(late.remaining()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
            held.ensureHeld();
        }
    }

    private static @Nullable LockTimeoutException catchTimeout(Locks others) {
        try {
            others.within(Duration.ofMillis(30)).acquire("order:42").close();
            return null;
        } catch (LockTimeoutException late) {
            return late;
        }
    }
}
