package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.core.Ordered;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Failures that come out of a commit, and what has become of the transaction. */
class CommitOutcomeTest {

    private final AtomicInteger runs = new AtomicInteger();
    private Database database;
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table wallet (id int primary key, balance int not null)", "insert into wallet values (1, 0)");
        database = Database.of(db.dataSource());
        jdbc = new JdbcTemplate(db.dataSource());
    }

    private void pay() {
        runs.incrementAndGet();
        jdbc.update("update wallet set balance = balance + 1 where id = 1");
    }

    private static int balance(TestDatabase db) {
        return db.value(Integer.class, "select balance from wallet where id = 1");
    }

    private static TransactionSynchronization losing() {
        return new TransactionSynchronization() {
            @Override
            public int getOrder() {
                return Ordered.HIGHEST_PRECEDENCE;
            }

            @Override
            public void afterCommit() {
                throw new CannotAcquireLockException("lost", new SQLException("deadlock", "40001", 1213));
            }
        };
    }

    @EachDatabase
    void what_fails_after_the_commit_does_not_run_the_committed_work_again(TestDatabase db) {
        assertThatThrownBy(() -> Transactions.on(database)
                        .named("payment")
                        .idempotent()
                        .runWithoutResult(attempt -> {
                            pay();
                            TransactionSynchronizationManager.registerSynchronization(losing());
                        }))
                .isInstanceOfSatisfying(
                        AfterCommitFailedException.class,
                        failed -> assertThat(failed.faultClass()).isEqualTo(FaultClass.PERMANENT))
                .hasMessageContaining("transaction 'payment' is committed")
                .hasCauseInstanceOf(CannotAcquireLockException.class);
        assertThat(runs).hasValue(1);
        assertThat(balance(db)).isEqualTo(1);
    }

    /** As JPA's manager does at the flush before the commit. */
    private static final class Refusing extends JdbcTransactionManager {

        private static final long serialVersionUID = 1;

        Refusing(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            doRollback(status);
            throw new TransactionSystemException("not committed", new IllegalStateException("the name is empty"));
        }
    }

    @EachDatabase
    void a_commit_that_was_refused_before_it_was_sent_is_known_to_be_rolled_back(TestDatabase db) {
        assertThatThrownBy(() -> Transactions.on(database, new Refusing(db.dataSource()))
                        .idempotent()
                        .runWithoutResult(attempt -> pay()))
                .isInstanceOf(TransactionSystemException.class)
                .hasMessage("not committed");
        assertThat(runs).hasValue(1);
        assertThat(balance(db)).isZero();
    }
}
