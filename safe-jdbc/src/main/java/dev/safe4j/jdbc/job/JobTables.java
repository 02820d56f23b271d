package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import org.jspecify.annotations.Nullable;

/** The tables of a store, which are looked for when they are first needed. Thread-safe. */
final class JobTables {

    private static final String ROOM = "job";

    static final String DEFAULT = Schema.defaultTable(ROOM);

    private final Database database;
    private final Schema schema;
    private volatile @Nullable Known known;

    /** What can be done with them. */
    record Known(
            Enqueueing enqueueing, Claiming claiming, Owning owning, Tidying tidying, Turns turns, Managing managing) {

        static Known of(JobSql sql, Database database) {
            return new Known(
                    new Enqueueing(sql, database.faults()),
                    new Claiming(sql),
                    new Owning(sql),
                    new Tidying(sql),
                    new Turns(sql),
                    new Managing(sql));
        }
    }

    JobTables(Database database, String table) {
        this.database = database;
        this.schema = new Schema(database.dialect(), ROOM, table);
    }

    Schema schema() {
        return schema;
    }

    /** @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there */
    Known known() {
        Known found = known;
        if (found == null) {
            String jobs = schema.require(database).sqlName();
            String paces = database.table(schema.table() + "_pace").sqlName();
            found = Known.of(new JobSql(jobs, paces, database.dialect()), database);
            known = found;
        }
        return found;
    }
}
