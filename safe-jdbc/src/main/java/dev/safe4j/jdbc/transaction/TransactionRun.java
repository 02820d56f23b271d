package dev.safe4j.jdbc.transaction;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.retry.RetryableBody;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** One transaction: begin, work, commit or roll back. */
final class TransactionRun {

    private static final boolean POSTGRESQL_DRIVER =
            ClassUtils.isPresent("org.postgresql.core.BaseConnection", TransactionRun.class.getClassLoader());

    private final PlatformTransactionManager manager;
    private final Database database;
    private final TransactionDefinition definition;

    TransactionRun(PlatformTransactionManager manager, Database database, TransactionDefinition definition) {
        this.manager = manager;
        this.database = database;
        this.definition = definition;
    }

    <T extends @Nullable Object, X extends Exception> T run(Attempt number, RetryableBody<T, X> body) throws X {
        TransactionStatus status = manager.getTransaction(definition);
        CommitWitness witness = CommitWitness.of(status);
        T result;
        try {
            result = body.run(number);
            requireAlive();
        } catch (Throwable failure) {
            rollBack(status, failure);
            throw failure;
        }
        commit(status, witness);
        return result;
    }

    private void rollBack(TransactionStatus status, Throwable failure) {
        try {
            manager.rollback(status);
        } catch (RuntimeException | Error further) {
            failure.addSuppressed(further); // a lost connection rolls back by itself
        }
    }

    private void commit(TransactionStatus status, CommitWitness witness) {
        try {
            manager.commit(status);
        } catch (Exception failure) {
            if (witness.isCommitted()) {
                throw new AfterCommitFailedException(String.valueOf(definition.getName()), failure);
            }
            if (isUnknown(failure)) {
                throw new OutcomeUnknownException(
                        "the connection was lost while transaction '" + definition.getName()
                                + "' was being committed, so"
                                + " either all of it is in the database or nothing. Read the data again before deciding,"
                                + " or declare the work idempotent() so that it is run again.",
                        failure);
            }
            throw failure;
        }
    }

    /**
     * A commit that failed without a database's word for it was lost on the way. Spring's JdbcTransactionManager then tries a
     * rollback, and what arrives here is that rollback's failure on a dead connection: "JDBC rollback failed". Without an error of
     * the driver's behind it no commit was tried: JPA wraps so what it refuses to flush.
     */
    private boolean isUnknown(Exception failure) {
        FaultClass fault = database.faults().classify(failure);
        return fault == FaultClass.CONNECTION
                || fault == FaultClass.AMBIGUOUS
                || (fault == FaultClass.PERMANENT
                        && failure instanceof TransactionSystemException system
                        && system.contains(SQLException.class));
    }

    private void requireAlive() {
        if (database.dialect() == Dialect.POSTGRESQL
                && POSTGRESQL_DRIVER
                && TransactionSynchronizationManager.hasResource(database.dataSource())
                && ByPostgresql.hasFailed(database)) {
            throw new TransactionAbortedException();
        }
    }

    /** Loaded only where PostgreSQL's driver is. */
    private static final class ByPostgresql {

        static boolean hasFailed(Database database) {
            Connection connection = DataSourceUtils.getConnection(database.dataSource());
            try {
                return connection.isWrapperFor(BaseConnection.class)
                        && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
            } catch (SQLException lost) {
                return false; // the commit will say it
            } finally {
                DataSourceUtils.releaseConnection(connection, database.dataSource());
            }
        }
    }
}
