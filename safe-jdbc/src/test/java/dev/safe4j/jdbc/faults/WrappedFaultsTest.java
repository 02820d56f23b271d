package dev.safe4j.jdbc.faults;

import static dev.safe4j.retry.FaultClass.AMBIGUOUS;
import static dev.safe4j.retry.FaultClass.CONFLICT;
import static dev.safe4j.retry.FaultClass.CONNECTION;
import static dev.safe4j.retry.FaultClass.DUPLICATE;
import static dev.safe4j.retry.FaultClass.LOCK_UNAVAILABLE;
import static dev.safe4j.retry.FaultClass.PERMANENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Callers;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL error is found behind whatever has been wrapped around it. */
class WrappedFaultsTest {

    private static final String LOCKED = "SELECT n FROM item WHERE id = 1 FOR UPDATE NOWAIT";

    private static FaultClass classify(Driver driver, Throwable failure) {
        return SqlFaults.of(driver.dialect()).classify(failure);
    }

    @ParameterizedTest
    @EnumSource
    void behind_a_data_access_exception_of_spring(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            sessions.second().begin().run("UPDATE item SET n = 10 WHERE id = 1");
            DataSource dataSource =
                    new SingleConnectionDataSource(sessions.first().connection(), true);
            Throwable failure = catchThrowable(() -> new JdbcTemplate(dataSource).queryForList(LOCKED));
            assertThat(failure).isInstanceOf(DataAccessException.class);
            assertThat(classify(driver, failure)).isEqualTo(LOCK_UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void behind_a_data_access_exception_of_jooq(Driver driver) throws SQLException {
        try (Sessions sessions = Sessions.by(driver)) {
            var dsl = DSL.using(sessions.first().connection());
            Throwable failure = catchThrowable(() -> dsl.execute("INSERT INTO item VALUES (1, 5)"));
            assertThat(failure).isInstanceOf(org.jooq.exception.DataAccessException.class);
            assertThat(classify(driver, failure)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void behind_the_transaction_system_exception_of_a_failed_commit() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.POSTGRESQL)) {
            DataSource dataSource = sessions.database().dataSource();
            TransactionTemplate serializable = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
            serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            Throwable failure = catchThrowable(() -> serializable.executeWithoutResult(status -> {
                jdbc.queryForList("SELECT SUM(n) FROM item");
                jdbc.update("UPDATE item SET n = 1 WHERE id = 1");
                skew(sessions.second());
            }));
            assertThat(failure).isInstanceOf(TransactionSystemException.class);
            assertThat(classify(Driver.POSTGRESQL, failure)).isEqualTo(CONFLICT);
        }
    }

    private static void skew(Client other) {
        try {
            other.begin(Connection.TRANSACTION_SERIALIZABLE).ask("SELECT SUM(n) FROM item");
            other.run("UPDATE item SET n = 1 WHERE id = 2").commit();
        } catch (SQLException failure) {
            throw new AssertionError("the other transaction comes first", failure);
        }
    }

    /** InnoDB's deadlock rolls back the whole transaction, and then there is no savepoint to roll back to. */
    @Test
    void behind_the_savepoint_that_a_deadlock_took_along() throws SQLException {
        try (Sessions sessions = Sessions.by(Driver.MARIADB);
                HikariDataSource dataSource = sessions.database().newPool(2)) {
            CyclicBarrier bothHaveOne = new CyclicBarrier(2);
            List<Throwable> failures = Callers.run(2, Duration.ofSeconds(30), caller -> () -> {
                        updateBoth(dataSource, caller, bothHaveOne);
                        return caller;
                    })
                    .stream()
                    .map(Callers.Result::failure)
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0)).isInstanceOf(TransactionSystemException.class);
            assertThat(classify(Driver.MARIADB, failures.get(0))).isEqualTo(CONFLICT);
        }
    }

    private static void updateBoth(DataSource dataSource, int caller, CyclicBarrier bothHaveOne) {
        DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
        TransactionTemplate nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        new TransactionTemplate(manager).executeWithoutResult(status -> {
            jdbc.update("UPDATE item SET n = n + 1 WHERE id = ?", 1 + caller);
            nested.executeWithoutResult(inner -> {
                try {
                    bothHaveOne.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException late) {
                    throw new IllegalStateException("the other one did not come", late);
                }
                jdbc.update("UPDATE item SET n = n + 1 WHERE id = ?", 2 - caller);
            });
        });
    }

    @Test
    void behind_the_undeclared_throwable_exception_of_a_proxy() {
        SQLException duplicate = new SQLException("taken", "23505");
        Runnable proxy = (Runnable) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (self, method, arguments) -> {
                    throw duplicate;
                });
        Throwable failure = catchThrowable(proxy::run);
        assertThat(failure).isInstanceOf(UndeclaredThrowableException.class);
        assertThat(classify(Driver.POSTGRESQL, failure)).isEqualTo(DUPLICATE);
    }

    @Test
    void behind_springs_failure_to_get_a_connection() {
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:tcp://127.0.0.1:1/x"));
        Throwable failure = catchThrowable(() -> jdbc.execute("SELECT 1"));
        assertThat(failure).isInstanceOf(CannotGetJdbcConnectionException.class);
        assertThat(classify(Driver.H2, failure)).isEqualTo(CONNECTION);
    }

    @Test
    void behind_several_wrappers_of_no_meaning() {
        SQLException conflict = new SQLException("serialization", "40001");
        Throwable failure = new ExecutionException(new IllegalStateException(new RuntimeException(conflict)));
        assertThat(classify(Driver.POSTGRESQL, failure)).isEqualTo(CONFLICT);
    }

    @Test
    void in_the_next_exception_of_a_batch() {
        BatchUpdateException batch = new BatchUpdateException("batch", new int[0]);
        batch.setNextException(new SQLException("of the first statement"));
        batch.setNextException(new SQLException("of the second statement", "23505"));
        assertThat(classify(Driver.POSTGRESQL, batch)).isEqualTo(DUPLICATE);
    }

    /** Our own exception says more than the lost connection behind it. */
    @Test
    void the_outermost_fault_that_is_known_decides() {
        SQLException lost = new SQLException("lost", "08006");
        assertThat(classify(Driver.POSTGRESQL, new RuntimeException(new OutcomeUnknownException("commit", lost))))
                .isEqualTo(AMBIGUOUS);
    }

    /** A retry hangs the failures of its earlier runs onto the last one. */
    @Test
    void a_suppressed_exception_does_not_decide() {
        SQLException syntax = new SQLException("syntax", "42601");
        syntax.addSuppressed(new SQLException("serialization", "40001"));
        assertThat(classify(Driver.POSTGRESQL, syntax)).isEqualTo(PERMANENT);
    }

    @Test
    @Timeout(10)
    void a_circle_of_causes_comes_to_an_end() {
        RuntimeException outer = new RuntimeException("outer");
        SQLException inner = new SQLException("inner", outer);
        outer.initCause(inner);
        assertThat(classify(Driver.POSTGRESQL, outer)).isEqualTo(PERMANENT);
        inner.setNextException(new SQLException("next", "40P01"));
        assertThat(classify(Driver.POSTGRESQL, outer)).isEqualTo(CONFLICT);
    }

    @Test
    @Timeout(10)
    void a_circle_of_next_exceptions_comes_to_an_end() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two");
        one.setNextException(two);
        two.setNextException(one);
        assertThat(SqlFaults.of(Dialect.H2).classify(one)).isEqualTo(PERMANENT);
    }
}
