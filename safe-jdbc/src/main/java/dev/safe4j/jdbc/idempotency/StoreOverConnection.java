package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.TransactionalStore;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The store over a transaction that somebody else has open on a connection. For one thread. */
final class StoreOverConnection implements TransactionalStore {

    private static final Duration AS_LONG_AS_ASKED = Duration.ofDays(1);

    private final Database database;
    private final RequestTables tables;
    private final Connection connection;

    StoreOverConnection(Database database, RequestTables tables, Connection connection) {
        this.database = database;
        this.tables = tables;
        this.connection = connection;
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T inTransaction(Unit<T, X> unit) throws X {
        throw new IllegalStateException("the caller has a transaction open on this connection, which might be rolled"
                + " back after the operation was answered: use the store itself, outside of it.");
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T joining(Unit<T, X> unit) throws X {
        Savepoint savepoint = run("beginning a unit", session -> begin(session.connection()));
        try {
            return unit.run(new StepsInTransaction(tables, database.faults(), AS_LONG_AS_ASKED, this::run));
        } catch (Throwable failure) {
            undo(savepoint, failure);
            throw failure;
        }
    }

    private static Savepoint begin(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the connection commits every statement by itself: turn auto-commit off, so that the claim commits"
                            + " with its effect.");
        }
        return connection.setSavepoint();
    }

    private void undo(Savepoint savepoint, Throwable failure) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException | RuntimeException gone) {
            failure.addSuppressed(gone); // the server has rolled back the whole transaction, or the connection is lost
        }
    }

    private <T extends @Nullable Object> T run(String task, Session.Work<T> work) {
        try {
            return work.on(new Session(connection, true, database.dialect()));
        } catch (SQLException failure) {
            throw database.translate(task, true, failure);
        }
    }
}
