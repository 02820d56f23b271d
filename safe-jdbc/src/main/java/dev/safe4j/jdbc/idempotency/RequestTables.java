package dev.safe4j.jdbc.idempotency;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.Table;
import org.jspecify.annotations.Nullable;

/** The tables of a store, which are looked for when they are first needed. Thread-safe. */
final class RequestTables {

    private static final String ROOM = "idempotency";

    static final String DEFAULT = Schema.defaultTable(ROOM);

    private final Database database;
    private final Schema schema;
    private volatile @Nullable Known known;

    /** What was found. */
    private record Known(RequestSteps steps, ManyRequests many, BoundedClaim bounded) {}

    RequestTables(Database database, String table) {
        this.database = database;
        this.schema = new Schema(database.dialect(), ROOM, table);
    }

    Schema schema() {
        return schema;
    }

    /** @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there */
    RequestSteps steps() {
        return known().steps;
    }

    /** @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there */
    ManyRequests many() {
        return known().many;
    }

    /** @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there */
    BoundedClaim bounded() {
        return known().bounded;
    }

    private Known known() {
        Known found = known;
        if (found == null) {
            Table requests = schema.require(database);
            Table steps = database.table(schema.table() + "_step");
            RequestSql sql = new RequestSql(requests, steps, database.dialect());
            RequestSteps each = new RequestSteps(sql);
            found = new Known(each, new ManyRequests(sql), new BoundedClaim(each, database.dialect()));
            known = found;
        }
        return found;
    }
}
