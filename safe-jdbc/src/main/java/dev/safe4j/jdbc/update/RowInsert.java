package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.ConstraintNames;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An insert that answers inserted or duplicate. */
final class RowInsert {

    private final Database database;
    private final Table table;
    private final InsertSql insert;

    RowInsert(Database database, Table table, Row row) {
        this.database = database;
        this.table = table;
        this.insert = InsertSql.of(table, row, database.dialect());
    }

    InsertResult ifAbsent(boolean namingConstraint) {
        return database.events().inserted(table, inserted(namingConstraint));
    }

    private InsertResult inserted(boolean namingConstraint) {
        String task = "the insert into " + table.name();
        if (database.dialect() == Dialect.POSTGRESQL && !namingConstraint) {
            return database.run(task, this::onConflictDoNothing);
        }
        if (!database.dialect().isMySqlFamily()) {
            return database.run(task, this::plain);
        }
        // Of several inserts that wait for one that rolls back, MariaDB kills all but one as deadlock victims: on its
        // own, an
        // insert is tried again; within the caller's transaction that has ended with it, and the caller has to.
        return database.run(
                task,
                session -> session.inTransaction()
                        ? plain(session)
                        : deadlockRetry().run(attempt -> plain(session)));
    }

    private RetryPolicy deadlockRetry() {
        return RetryPolicy.defaults().classifiedBy(database.faults());
    }

    private InsertResult onConflictDoNothing(Session session) throws SQLException {
        int rows = session.update(insert.plain() + " on conflict do nothing", insert.values());
        return rows == 1 ? new InsertResult.Inserted() : duplicate(null);
    }

    private InsertResult plain(Session session) throws SQLException {
        try {
            if (session.inTransaction() && session.dialect().failureEndsTransaction()) {
                session.atomically(inner -> inner.update(insert.plain(), insert.values()));
            } else {
                session.update(insert.plain(), insert.values());
            }
            return new InsertResult.Inserted();
        } catch (SQLException failure) {
            if (database.faults().classify(failure) != FaultClass.DUPLICATE) {
                throw failure;
            }
            return duplicate(ConstraintNames.uniqueKey(failure, table));
        }
    }

    private InsertResult duplicate(@Nullable String constraint) {
        return new InsertResult.Duplicate(table.name(), constraint);
    }
}
