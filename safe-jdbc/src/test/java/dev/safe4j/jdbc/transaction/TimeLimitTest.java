package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.advisory.AdvisoryLocks;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Statements that wait for somebody else end with the time of their transaction. */
@Tag("slow")
class TimeLimitTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private Database database;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute("create table busy (id int primary key, n int)", "insert into busy values (1, 0), (2, 0)");
        database = Database.of(db.dataSource());
        transactions = Transactions.on(database).retry(RetryPolicy.defaults().attempts(1));
    }

    /** Runs the work in a transaction of one second while another one has row 2 and the name. */
    private Throwable whileBusy(Runnable taken, Runnable work) {
        return transactions.timeout(LONG_WAIT).<Throwable, RuntimeException>run(outer -> {
            taken.run();
            List<Callers.Result<Object>> blocked = Callers.run(
                    1,
                    BOUND,
                    caller -> () -> transactions.timeout(Duration.ofSeconds(1)).run(attempt -> {
                        work.run();
                        return "done";
                    }));
            return blocked.get(0).failure();
        });
    }

    private void assertCancelled(Throwable failure) {
        assertThat(failure).isNotNull();
        assertThat(database.faults().classify(failure)).as("%s", failure).isEqualTo(FaultClass.TIMEOUT);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_row_lock(TestDatabase db) {
        RowLocks locks = RowLocks.on(database);
        assertCancelled(whileBusy(
                () -> locks.guard("busy", "id", 2),
                () -> locks.table("busy")
                        .keys("id", List.of(1, 2))
                        .within(LONG_WAIT)
                        .forUpdate()));
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_batch(TestDatabase db) {
        Updates updates = Updates.on(database);
        assertCancelled(whileBusy(
                () -> RowLocks.on(database).guard("busy", "id", 2),
                () -> updates.applyAll(List.of(
                        updates.table("busy").key("id", 1).add("n", 1),
                        updates.table("busy").key("id", 2).add("n", 1)))));
        assertThat(db.value(Long.class, "select sum(n) from busy")).isZero();
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void an_advisory_lock(TestDatabase db) {
        AdvisoryLocks locks = AdvisoryLocks.on(database, db.name()).within(LONG_WAIT);
        assertCancelled(whileBusy(() -> locks.acquire("order:1"), () -> locks.acquire("order:1")));
    }
}
