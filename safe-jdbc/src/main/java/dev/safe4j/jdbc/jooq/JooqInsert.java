package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.ConstraintNames;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Session;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.update.InsertResult;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.InsertSetStep;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** An insert that answers inserted or duplicate. */
final class JooqInsert {

    private final JooqDatabase database;
    private final TypedTable table;
    private final Function<InsertSetStep<?>, InsertSetMoreStep<?>> row;

    JooqInsert(JooqDatabase database, TypedTable table, Map<? extends Field<?>, ?> values) {
        this.database = database;
        this.table = table;
        requireSome(values.isEmpty());
        Map<Field<?>, Field<?>> bound = new LinkedHashMap<>();
        values.forEach((field, value) -> bound.put(field, bound(field, value)));
        this.row = insert -> insert.set(bound);
    }

    /** Which of the record's values are inserted is for jOOQ to say: those that were set. */
    JooqInsert(JooqDatabase database, TypedTable table, Record values) {
        this.database = database;
        this.table = table;
        boolean none = true;
        for (Field<?> field : values.fields()) {
            Object value = values.get(field);
            if (value != null) {
                bound(field, value);
                none = false;
            }
        }
        requireSome(none);
        this.row = insert -> insert.set(values);
    }

    private void requireSome(boolean none) {
        if (none) {
            throw new IllegalArgumentException("the row to insert into " + table.metaData() + " has no columns.");
        }
    }

    private <T> Field<?> bound(Field<T> field, @Nullable Object value) {
        if (value instanceof Field<?> expression) {
            table.column(field);
            return expression;
        }
        return table.bound(field, table.typed(field, value));
    }

    InsertResult ifAbsent(boolean namingConstraint) {
        return database.events().inserted(table.metaData(), inserted(namingConstraint));
    }

    private InsertResult inserted(boolean namingConstraint) {
        String task = "the insert into " + table.metaData();
        if (database.dialect() == Dialect.POSTGRESQL && !namingConstraint) {
            return database.run(task, (session, statements) -> onConflictDoNothing(statements));
        }
        // Of several inserts that wait for one that rolls back, MariaDB kills all but one as deadlock victims: on its
        // own, an
        // insert is tried again; within the caller's transaction that has ended with it, and the caller has to.
        return database.run(
                task,
                (session, statements) ->
                        session.inTransaction() || !session.dialect().isMySqlFamily()
                                ? plain(session, statements)
                                : deadlockRetry().run(attempt -> plain(session, statements)));
    }

    private RetryPolicy deadlockRetry() {
        return RetryPolicy.defaults().classifiedBy(database.faults());
    }

    private InsertSetMoreStep<?> insert(DSLContext dsl) {
        return row.apply(dsl.insertInto(table.table()));
    }

    private InsertResult onConflictDoNothing(Statements statements) throws SQLException {
        int rows = statements.run(dsl -> insert(dsl).onConflictDoNothing().execute());
        return rows == 1 ? new InsertResult.Inserted() : duplicate(null);
    }

    private InsertResult plain(Session session, Statements statements) throws SQLException {
        try {
            if (session.inTransaction() && session.dialect().failureEndsTransaction()) {
                session.atomically(inner -> statements.run(dsl -> insert(dsl).execute()));
            } else {
                statements.run(dsl -> insert(dsl).execute());
            }
            return new InsertResult.Inserted();
        } catch (SQLException failure) {
            if (database.faults().classify(failure) != FaultClass.DUPLICATE) {
                throw failure;
            }
            return duplicate(ConstraintNames.uniqueKey(failure, table.metaData()));
        }
    }

    private InsertResult duplicate(@Nullable String constraint) {
        return new InsertResult.Duplicate(table.metaData().name(), constraint);
    }
}
