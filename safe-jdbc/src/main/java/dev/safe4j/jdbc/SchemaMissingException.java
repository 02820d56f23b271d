package dev.safe4j.jdbc;

/** Says that a table of the library is not there. Nothing was done; the message has the statements that create it. */
public final class SchemaMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMissingException(Schema schema, String table, UnknownNameException missing) {
        super(
                "table " + table + " does not exist: " + missing.getMessage() + " Apply " + schema.resource()
                        + " (printed below), or, for development, Schema.create(dataSource).\n" + schema.ddl(),
                missing);
    }
}
