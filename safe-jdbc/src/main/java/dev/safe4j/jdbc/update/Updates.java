package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Database;
import dev.safe4j.update.UpdateResult;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes that carry their own check: the noun from which every conditional, versioned and insert-if-absent write starts.
 * Thread-safe; the builders that it hands out are for one thread and one write.
 *
 * <p>Inside a caller's Spring transaction every write joins it. Outside, each write is a transaction of its own.
 */
public final class Updates {

    private final Database database;
    private final StatementCache statements;

    private Updates(Database database) {
        this.database = database;
        this.statements = new StatementCache(database);
    }

    /**
     * Makes the noun for a database.
     *
     * @param database the database
     * @return the noun
     */
    public static Updates on(Database database) {
        return new Updates(database);
    }

    /**
     * Makes the noun for a data source.
     *
     * @param dataSource the application's data source
     * @return the noun
     * @throws dev.safe4j.jdbc.UnsupportedDatabaseException if the database is not a supported one
     */
    public static Updates on(DataSource dataSource) {
        return on(Database.of(dataSource));
    }

    /**
     * Names the table to write to.
     *
     * @param table its name, with a schema before it if need be, unquoted
     * @return what can be done with it
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table
     */
    public TableUpdates table(String table) {
        return new TableUpdates(database, database.table(table), statements);
    }

    /**
     * Applies many updates of one shape (same table, key, assignments and conditions; other values) in one transaction and one
     * JDBC batch, in the order of their keys, so that two batches cannot wait for each other in a circle. Each has its own
     * outcome: what is refused or missing does not undo the others; throw within a transaction of yours if it should.
     *
     * @param updates the updates, built and not applied; none returning columns, each for another row
     * @return the outcomes, in the order given
     * @throws IllegalArgumentException if they differ in shape, two are for one row, a key is not unique by the metadata, or
     *     one returns columns or has {@code refusedBy}; nothing was written
     * @throws org.springframework.dao.DataAccessException if one failed: nothing of the batch is left, inside a transaction too, which
     *     goes on but on PostgreSQL
     * @throws dev.safe4j.retry.OutcomeUnknownException if the connection was lost outside a transaction
     */
    public List<UpdateResult> applyAll(List<RowUpdate> updates) {
        return updates.isEmpty() ? List.of() : new BatchWrite(database, statements, updates).run();
    }

    /**
     * Returns the database.
     *
     * @return the database that this writes to
     */
    public Database database() {
        return database;
    }
}
