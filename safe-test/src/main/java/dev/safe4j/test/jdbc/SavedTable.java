package dev.safe4j.test.jdbc;

import dev.safe4j.test.jdbc.Catalogue.Column;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The statements that copy one table and bring it back.
 *
 * @param name of the table
 * @param drop takes the copy away, if there is one
 * @param copy makes it
 * @param empty takes all rows out of the table
 * @param fill puts those of the copy in
 * @param counters put the counters of its keys back
 */
record SavedTable(TableName name, String drop, String copy, String empty, String fill, List<String> counters) {

    private static final String PREFIX = "safe4j_race_";
    /** The shortest that a database allows is 63. */
    private static final int LONGEST = 60;

    static SavedTable of(TableName name, List<Column> columns, List<String> counters, Flavour flavour, String quote) {
        String table = name.quoted(quote);
        String copy = name.named(copyOf(name.table())).quoted(quote);
        String list = columns.stream()
                .map(column -> TableName.quoted(column.name(), quote))
                .collect(Collectors.joining(", "));
        String select = "select " + list + " from " + table;
        boolean standard = flavour == Flavour.UNKNOWN;
        String unlogged = flavour == Flavour.POSTGRESQL ? "unlogged " : "";
        // An identity that is GENERATED ALWAYS takes no values otherwise.
        String given = flavour == Flavour.POSTGRESQL || flavour == Flavour.H2 ? " overriding system value" : "";
        return new SavedTable(
                name,
                "drop table if exists " + copy,
                "create " + unlogged + "table " + copy + " as " + (standard ? "(" + select + ") with data" : select),
                "delete from " + table,
                "insert into " + table + " (" + list + ")" + given + " select " + list + " from " + copy,
                counters);
    }

    private static String copyOf(String table) {
        boolean upper = table.equals(table.toUpperCase(Locale.ROOT)); // H2 writes names so
        String name = (upper ? PREFIX.toUpperCase(Locale.ROOT) : PREFIX) + table;
        return name.length() <= LONGEST
                ? name
                : name.substring(0, LONGEST - 9) + "_" + Integer.toHexString(table.hashCode());
    }

    /** Whether a footprint's resource, the table's name with something before it, may be this table. */
    boolean isMeantBy(String resource) {
        return resource.endsWith("." + name.table().toLowerCase(Locale.ROOT));
    }
}
