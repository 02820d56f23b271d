package dev.safe4j.test.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A table as its database's catalogue names it. */
record TableName(@Nullable String catalog, @Nullable String schema, String table) {

    /** Of the columns of a row of {@link DatabaseMetaData}, whose names begin as given: TABLE, FKTABLE, PKTABLE. */
    static TableName of(ResultSet row, String prefix) throws SQLException {
        return new TableName(
                row.getString(prefix + "_CAT"), row.getString(prefix + "_SCHEM"), row.getString(prefix + "_NAME"));
    }

    /** As a statement names it: with its schema, or with its catalogue where there are no schemas. */
    String quoted(String quote) {
        String home = schema == null ? catalog : schema;
        return (home == null ? "" : quoted(home, quote) + ".") + quoted(table, quote);
    }

    TableName named(String other) {
        return new TableName(catalog, schema, other);
    }

    static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    public String toString() {
        return table;
    }
}
