package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring keeps the connection of a transaction that is over until all have been told; nobody commits on it any more. */
class CompletedTransactionTest {

    private final List<RuntimeException> failures = new ArrayList<>();
    private final AfterCommit afterCommit =
            new AfterCommit((name, failure) -> failures.add((RuntimeException) failure));
    private HikariDataSource pool;
    private Updates updates;
    private TransactionTemplate transaction;
    private TransactionTemplate another;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute("create table mail (id int primary key, sent int not null)", "insert into mail values (1, 0)");
        pool = new HikariDataSource();
        pool.setJdbcUrl(db.url());
        pool.setUsername(db.username());
        pool.setPassword(db.password());
        pool.setMaximumPoolSize(2);
        pool.setAutoCommit(false);
        updates = Updates.on(pool);
        transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        another = new TransactionTemplate(new JdbcTransactionManager(pool));
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void send() {
        updates.table("mail").key("id", 1).add("sent", 1).apply().orThrow();
    }

    private void trying(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    private static void synchronize(Runnable afterCommit, Runnable afterCompletion) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                afterCommit.run();
            }

            @Override
            public void afterCompletion(int status) {
                afterCompletion.run();
            }
        });
    }

    private static int sent(TestDatabase db) {
        return db.value(Integer.class, "select sent from mail where id = 1");
    }

    private void assertRefused(int times) {
        assertThat(failures)
                .hasSize(times)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("REQUIRES_NEW"));
    }

    @EachDatabase
    void a_write_after_the_commit_is_refused(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            synchronize(() -> trying(this::send), () -> trying(this::send));
            send();
        });
        assertRefused(2);
        assertThat(sent(db)).isEqualTo(1);
    }

    @EachDatabase
    void a_first_write_after_the_completion_is_refused(TestDatabase db) {
        RowLocks locks = RowLocks.on(Database.of(pool));
        for (boolean rolledBack : List.of(false, true)) {
            transaction.executeWithoutResult(status -> {
                synchronize(() -> {}, () -> trying(this::send));
                synchronize(() -> {}, () -> trying(() -> locks.guard("mail", "id", 1)));
                synchronize(
                        () -> {},
                        () -> trying(() -> updates.table("mail").insertIfAbsent(Row.row("id", 2, "sent", 0))));
                if (rolledBack) {
                    status.setRollbackOnly();
                }
            });
        }
        assertRefused(6);
        assertThat(sent(db)).isZero();
    }

    @EachDatabase
    void an_action_after_the_commit_is_refused_though_the_work_was_done_without_this_library(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            new JdbcTemplate(pool).update("update mail set sent = 10");
            afterCommit.run("mail", this::send);
        });
        Transactions transactions = Transactions.on(Database.of(pool));
        transactions.runWithoutResult(attempt -> synchronize(() -> trying(this::send), () -> {}));
        assertRefused(2);
        assertThat(sent(db)).isEqualTo(10);
    }

    @EachDatabase
    void a_write_of_another_noun_is_refused(TestDatabase db) {
        Updates others = Updates.on(pool);
        transaction.executeWithoutResult(status -> {
            send();
            synchronize(
                    () -> trying(() ->
                            others.table("mail").key("id", 1).add("sent", 1).apply()),
                    () -> {});
        });
        assertRefused(1);
        assertThat(sent(db)).isEqualTo(1);
    }

    @EachDatabase
    void what_joins_a_transaction_that_is_over_is_refused(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            send();
            Runnable joining = () -> trying(() -> transaction.executeWithoutResult(joined -> send()));
            synchronize(joining, joining);
        });
        assertRefused(2);
        assertThat(sent(db)).isEqualTo(1);
    }

    @EachDatabase
    void a_transaction_of_its_own_is_committed(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            send();
            Runnable own = () -> trying(() -> another.executeWithoutResult(inner -> send()));
            synchronize(own, own);
            afterCommit.run("own", own);
        });
        assertThat(failures).isEmpty();
        assertThat(sent(db)).isEqualTo(4);
    }

    @EachDatabase
    void after_a_transaction_of_its_own_the_outer_one_is_still_over(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            send();
            synchronize(
                    () -> {
                        another.executeWithoutResult(inner -> send());
                        trying(this::send);
                    },
                    () -> {});
        });
        assertRefused(1);
        assertThat(sent(db)).isEqualTo(2);
    }

    @EachDatabase
    void the_end_of_an_inner_transaction_of_another_data_source_is_not_that_of_the_outer(TestDatabase db) {
        DataSource other = db.newPool(1);
        TransactionTemplate elsewhere = new TransactionTemplate(new JdbcTransactionManager(other));
        Consumer<Runnable> within = first -> transaction.executeWithoutResult(status -> {
            first.run();
            elsewhere.executeWithoutResult(inner -> send());
            send();
        });
        within.accept(() -> {});
        within.accept(() -> {
            send();
            elsewhere.executeWithoutResult(inner -> synchronize(this::send, this::send));
        });
        assertThat(failures).isEmpty();
        assertThat(sent(db)).isEqualTo(7);
    }

    @EachDatabase(ServerKind.H2)
    void work_before_the_commit_is_done(TestDatabase db) {
        transaction.executeWithoutResult(
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        send();
                    }

                    @Override
                    public void beforeCompletion() {
                        send();
                    }
                }));
        assertThat(sent(db)).isEqualTo(2);
    }
}
