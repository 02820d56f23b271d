package dev.safe4j.test.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database says of its tables: which there are, their columns, and which point to which. */
final class Catalogue {

    private final Connection connection;
    private final Flavour flavour;
    private final DatabaseMetaData data;

    Catalogue(Connection connection, Flavour flavour) throws SQLException {
        this.connection = connection;
        this.flavour = flavour;
        this.data = connection.getMetaData();
    }

    /** A column that is not computed from others. */
    record Column(String name, boolean counts, @Nullable String defaultValue) {}

    String quote() throws SQLException {
        String quote = data.getIdentifierQuoteString();
        return quote == null ? "" : quote.trim();
    }

    /** Where a name without a schema is looked for. */
    List<String> homes() throws SQLException {
        List<String> homes = new ArrayList<>();
        if (flavour == Flavour.POSTGRESQL) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select unnest(current_schemas(false))")) {
                while (rows.next()) {
                    homes.add(rows.getString(1));
                }
            }
        } else {
            String home = flavour.isMySqlFamily() ? connection.getCatalog() : connection.getSchema();
            if (home != null) {
                homes.add(home);
            }
        }
        return homes;
    }

    /** The table of that name, in whatever case, with its schema before it or in one of {@link #homes()}; null if there is none. */
    @Nullable
    TableName find(String name) throws SQLException {
        int dot = name.indexOf('.');
        List<String> homes = dot < 0 ? homes() : List.of(name.substring(0, dot));
        String table = name.substring(dot + 1);
        for (String home : homes) {
            TableName found = tables(home).stream()
                    .filter(each -> each.table().equalsIgnoreCase(table))
                    .min((one, other) -> Boolean.compare(
                            other.table().equals(table), one.table().equals(table)))
                    .orElse(null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The tables of a schema; views are none. */
    List<TableName> tables(String home) throws SQLException {
        String catalog = flavour.isMySqlFamily() ? home : connection.getCatalog();
        List<TableName> tables = new ArrayList<>();
        try (ResultSet rows = data.getTables(catalog, null, "%", null)) {
            while (rows.next()) {
                String type = String.valueOf(rows.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
                TableName name = TableName.of(rows, "TABLE");
                String in = flavour.isMySqlFamily() ? name.catalog() : name.schema();
                if ((in == null || in.equalsIgnoreCase(home)) && type.contains("TABLE")) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    /** Its columns, without the generated ones: no value can be given to these. */
    List<Column> columns(TableName table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = data.getColumns(table.catalog(), table.schema(), table.table(), null)) {
            while (rows.next()) {
                if (rows.getString("TABLE_NAME").equals(table.table())
                        && !"YES".equals(rows.getString("IS_GENERATEDCOLUMN"))) {
                    columns.add(new Column(
                            rows.getString("COLUMN_NAME"),
                            "YES".equals(rows.getString("IS_AUTOINCREMENT")),
                            rows.getString("COLUMN_DEF")));
                }
            }
        }
        return columns;
    }

    /** The tables that its foreign keys point to. */
    Set<TableName> parents(TableName table) throws SQLException {
        try (ResultSet rows = data.getImportedKeys(table.catalog(), table.schema(), table.table())) {
            return names(rows, "PKTABLE");
        }
    }

    /** The tables whose foreign keys point to it. */
    Set<TableName> children(TableName table) throws SQLException {
        try (ResultSet rows = data.getExportedKeys(table.catalog(), table.schema(), table.table())) {
            return names(rows, "FKTABLE");
        }
    }

    private static Set<TableName> names(ResultSet rows, String prefix) throws SQLException {
        Set<TableName> names = new LinkedHashSet<>();
        while (rows.next()) {
            names.add(TableName.of(rows, prefix));
        }
        return names;
    }
}
