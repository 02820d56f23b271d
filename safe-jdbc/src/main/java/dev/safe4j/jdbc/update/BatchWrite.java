package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.ConditionalWrite.Found;
import dev.safe4j.jdbc.ConditionalWrite.Written;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.KeyOrder;
import dev.safe4j.jdbc.Session;
import dev.safe4j.update.RowId;
import dev.safe4j.update.UpdateResult;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many updates of one shape, in key order, in one transaction. A single UPDATE over many keys would be one statement, but the
 * plan of the server would choose the order in which it locks the rows; see decision 0002.
 */
final class BatchWrite {

    private static final int MOST = 10_000;

    private final Database database;
    private final List<RowUpdate> updates;
    private final UpdateStatement statement;
    private final int[] order;

    BatchWrite(Database database, StatementCache statements, List<RowUpdate> updates) {
        this.database = database;
        this.updates = List.copyOf(updates);
        if (updates.size() > MOST) {
            throw new IllegalArgumentException("a batch holds at most " + MOST + " updates, and has " + updates.size()
                    + ": it would hold all their rows locked at once.");
        }
        Shape shape = updates.get(0).shape(false);
        requireBatchable(shape);
        this.statement = statements.of(shape, updates.get(0).table());
        if (!statement.keyIsUnique()) {
            throw new IllegalArgumentException("a batch needs a key that is unique by the metadata; " + shape.key()
                    + " of table " + shape.table() + " is not.");
        }
        this.order = IntStream.range(0, updates.size())
                .boxed()
                .sorted(Comparator.comparing(i -> updates.get(i).keyValues(), KeyOrder.INSTANCE))
                .mapToInt(Integer::intValue)
                .toArray();
        requireDistinct();
    }

    private void requireBatchable(Shape shape) {
        for (RowUpdate update : updates) {
            if (!update.shape(false).equals(shape)) {
                throw new IllegalArgumentException("all updates of a batch need the same table, key, assignments and"
                        + " conditions; " + update.row() + " differs from "
                        + updates.get(0).row() + ".");
            }
            if (!update.checks().refusals().isEmpty()) { // one violation is an error of the whole batch
                throw new IllegalArgumentException("the updates of a batch cannot turn a violation into a refusal, and "
                        + update.row() + " has refusedBy: apply it alone, or say the constraint as a condition.");
            }
        }
        if (shape.assignments().isEmpty() || !shape.returning().isEmpty()) {
            throw new IllegalArgumentException(
                    "the updates of a batch must assign something and return no columns: " + shape.table() + ".");
        }
        if (shape.version() != null
                && updates.get(0).table().column(shape.version()).isTimestamp()) {
            throw new IllegalArgumentException("the updates of a batch cannot return the new times of version column '"
                    + shape.version() + "' of " + shape.table() + ": use a numeric version, or one update at a time.");
        }
    }

    private void requireDistinct() {
        for (int i = 1; i < order.length; i++) {
            RowUpdate before = updates.get(order[i - 1]);
            RowUpdate here = updates.get(order[i]);
            if (KeyOrder.INSTANCE.compare(before.keyValues(), here.keyValues()) == 0) {
                throw new IllegalArgumentException(
                        "two updates of the batch are for the same row, " + here.row() + ".");
            }
        }
    }

    List<UpdateResult> run() {
        updates.forEach(RowUpdate::begin);
        List<UpdateResult> results = database.run(
                statement.task(), session -> isUndone(session) ? write(session) : session.atomically(this::write));
        results.forEach(each -> database.events().written(updates.get(0).table(), each));
        return results;
    }

    /** PostgreSQL's transaction is over after a failure: there a savepoint, of two round trips, would save nothing. */
    private static boolean isUndone(Session session) {
        return session.inTransaction() && session.dialect().failureEndsTransaction();
    }

    private List<UpdateResult> write(Session session) throws SQLException {
        int[] counts = send(session);
        UpdateResult[] results = new UpdateResult[counts.length];
        for (int i = 0; i < order.length; i++) {
            RowUpdate update = updates.get(order[i]);
            Answered steps = new Answered(statement.steps(update), statement.written(update, counts[i]));
            results[order[i]] = new ConditionalWrite(steps, update.plan(statement)).run(session);
        }
        return List.of(results);
    }

    private int[] send(Session session) throws SQLException {
        List<List<@Nullable Object>> values = IntStream.of(order)
                .mapToObj(i -> statement.writeValues(updates.get(i)))
                .toList();
        int[] counts = session.batch(statement.writeSql(), values);
        if (Arrays.stream(counts).anyMatch(count -> count == Statement.SUCCESS_NO_INFO)) {
            throw new SQLException("the driver does not tell how many rows each update of a batch matched; turn off"
                    + " its bulk or rewrite option (useBulkStmts, rewriteBatchedStatements). Nothing was written.");
        }
        return counts;
    }

    /**
     * The steps of a write that went with the batch. It is not written again if the condition becomes true after the batch:
     * that would lock a row out of order.
     */
    private static final class Answered implements ConditionalWrite.Steps {

        private final ConditionalWrite.Steps steps;
        private final Written written;

        Answered(ConditionalWrite.Steps steps, Written written) {
            this.steps = steps;
            this.written = written;
        }

        @Override
        public Written write(Session session) {
            return written;
        }

        @Override
        public @Nullable Found look(Session session, boolean locking) throws SQLException {
            return steps.look(session, locking);
        }

        @Override
        public RowId row() {
            return steps.row();
        }
    }
}
