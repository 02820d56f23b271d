package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ShortTransactionsTest {

    private static final Duration LONG = Duration.ofMillis(200);

    private final List<Integer> batches = new ArrayList<>();

    @Tag("slow")
    @EachDatabase(ServerKind.H2)
    void a_batch_that_took_long_is_followed_by_smaller_ones_down_to_a_quarter(TestDatabase db) {
        int done = transactions(db).inBatches("working", 250, 100, (session, atMost) -> {
            batches.add(atMost);
            await(LONG);
            return atMost;
        });
        assertThat(done).isEqualTo(250);
        assertThat(batches).containsExactly(100, 25, 25, 25, 25, 25, 25);
    }

    @EachDatabase(ServerKind.H2)
    void it_ends_with_a_batch_that_found_fewer_and_asks_for_no_more_than_wanted(TestDatabase db) {
        assertThat(transactions(db).inBatches("working", 10, 100, (session, atMost) -> {
                    batches.add(atMost);
                    return 3;
                }))
                .isEqualTo(3);
        assertThat(transactions(db).inBatches("working", 0, 100, (session, atMost) -> batches.size()))
                .isZero();
        assertThat(batches).containsExactly(10);
    }

    @Tag("slow")
    @EachDatabase(ServerKind.H2)
    void what_met_its_like_is_run_again_even_if_it_had_waited_long_for_it(TestDatabase db) {
        AtomicInteger attempts = new AtomicInteger();
        int last = transactions(db).run("working", session -> {
            if (attempts.incrementAndGet() == 1) {
                await(Duration.ofMillis(2_500)); // longer than H2 waits for a lock
                throw new SQLException("its like is there", "23505", 23505);
            }
            return attempts.get();
        });
        assertThat(last).isEqualTo(2);
    }

    /** As an application gives it that has jOOQ or MyBatis take part in its transactions. */
    @EachDatabase
    void a_step_leaves_the_callers_transaction_alone_though_its_data_source_takes_part_in_it(TestDatabase db) {
        db.execute("create table half (id int primary key)", "create table step (id int primary key)");
        DataSource pool = db.newPool(4);
        DataSource aware = new TransactionAwareDataSourceProxy(new TransactionAwareDataSourceProxy(pool));
        ShortTransactions steps = new ShortTransactions(Database.of(aware), "test", "none", Duration.ofSeconds(5));
        new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(status -> {
            new JdbcTemplate(pool).update("insert into half values (1)");
            int done = steps.run(
                    "working",
                    session -> ShortTransactions.whole(
                            session, inside -> inside.update("insert into step values (1)", List.of())));
            assertThat(done).isEqualTo(1);
            assertThat(db.value(Long.class, "select count(*) from half"))
                    .as("committed by the step")
                    .isZero();
            assertThat(db.value(Long.class, "select count(*) from step")).isEqualTo(1);
            status.setRollbackOnly();
        });
        assertThat(db.value(Long.class, "select count(*) from half")).isZero();
        assertThat(db.value(Long.class, "select count(*) from step")).isEqualTo(1);
    }

    private static void await(Duration time) {
        long begun = System.nanoTime();
        Await.until(Duration.ofSeconds(10), "a while", () -> System.nanoTime() - begun > time.toNanos());
    }

    private static ShortTransactions transactions(TestDatabase db) {
        return new ShortTransactions(Database.of(db.dataSource()), "test", "none", Duration.ofSeconds(5));
    }
}
