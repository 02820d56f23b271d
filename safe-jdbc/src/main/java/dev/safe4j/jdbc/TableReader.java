package dev.safe4j.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Table} from the metadata of a connection, in the way of its dialect. For one thread. */
public final class TableReader {

    /** Only keys that hold at once, for all rows, over plain columns prove that a key hits one row. */
    private static final String POSTGRESQL_UNIQUE_KEYS = """
            select i.relname as index_name, a.attname as column_name
              from pg_index x
              join pg_class i on i.oid = x.indexrelid
              join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any (x.indkey[0:x.indnkeyatts - 1])
             where x.indrelid = to_regclass(?)
               and x.indisunique and x.indisvalid and x.indimmediate and x.indpred is null and x.indexprs is null""";

    private static final Pattern FRACTION = Pattern.compile("\\((\\d)\\)");

    private final Connection connection;
    private final Dialect dialect;

    /**
     * Makes a reader.
     *
     * @param connection the connection to read over
     * @param dialect of its database
     */
    public TableReader(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /**
     * Reads a table.
     *
     * @param name its name in any case of letters, with a schema before it if need be, unquoted
     * @return the table
     * @throws UnknownNameException if there is no such table
     * @throws SQLException if the connection fails
     */
    public Table read(String name) throws SQLException {
        int dot = name.indexOf('.');
        String schema = dot < 0 ? null : Names.require("schema", name.substring(0, dot));
        String plain = Names.require("table", name.substring(dot + 1));
        List<String> schemas = schema == null ? searchPath() : spellings(schema);
        for (String inSchema : schemas) {
            for (String spelling : spellings(plain)) {
                Found found = find(inSchema, spelling, name);
                if (found != null) {
                    String sqlName = (schema == null ? "" : dialect.quoted(inSchema) + ".") + dialect.quoted(spelling);
                    return new Table(
                            name, found.place(), sqlName, dialect, found.columns(), uniqueKeys(inSchema, spelling));
                }
            }
        }
        throw new UnknownNameException("there is no table '" + name + "' in " + schemas + " of "
                + connection.getMetaData().getDatabaseProductName() + ".");
    }

    private List<String> searchPath() throws SQLException {
        if (dialect.isMySqlFamily()) {
            return List.of(String.valueOf(connection.getCatalog()));
        }
        if (dialect == Dialect.H2) {
            return List.of(connection.getSchema());
        }
        List<String> schemas = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("select unnest(current_schemas(true))");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }

    private static List<String> spellings(String name) {
        return List.copyOf(
                new LinkedHashSet<>(List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))));
    }

    private record Found(Table.Place place, List<Column> columns) {}

    private @Nullable Found find(String schema, String table, String shownName) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        Table.Place place = null;
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = dialect.isMySqlFamily()
                ? metaData.getColumns(schema, null, escaped(table), "%")
                : metaData.getColumns(null, escaped(schema), escaped(table), "%")) {
            while (rows.next()) {
                // Not as it was asked for: some servers compare names without their case.
                place = new Table.Place(
                        Objects.requireNonNullElse(
                                rows.getString(dialect.isMySqlFamily() ? "TABLE_CAT" : "TABLE_SCHEM"), schema),
                        rows.getString("TABLE_NAME"));
                columns.add(column(rows, shownName, dialect.isMySqlFamily()));
            }
        }
        return place == null ? null : new Found(place, columns);
    }

    private String escaped(String name) throws SQLException {
        String escape = connection.getMetaData().getSearchStringEscape();
        return name.replace("_", escape + "_");
    }

    private static Column column(ResultSet row, String table, boolean mySql) throws SQLException {
        String typeName = row.getString("TYPE_NAME");
        int type = row.getInt("DATA_TYPE");
        int size = row.getInt("COLUMN_SIZE");
        int scale = row.getInt("DECIMAL_DIGITS");
        if (mySql && type == Types.TIMESTAMP && scale == 0) {
            scale = Math.max(
                    0, size - 20); // MariaDB's driver tells the fraction by the width: '2026-01-01 00:00:00.000000'
        }
        Matcher fraction = FRACTION.matcher(typeName);
        if (type == Types.TIMESTAMP && fraction.find()) {
            scale = Integer.parseInt(fraction.group(1));
        }
        boolean unlimited = type == Types.NUMERIC && (size == 0 || size > 10_000);
        return new Column(
                table,
                row.getString("COLUMN_NAME"),
                type,
                unlimited ? 0 : size,
                scale,
                row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls);
    }

    private UniqueKeys uniqueKeys(String schema, String table) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (PreparedStatement statement = connection.prepareStatement(POSTGRESQL_UNIQUE_KEYS)) {
                statement.setString(1, dialect.quoted(schema) + "." + dialect.quoted(table));
                return uniqueKeys(statement.executeQuery());
            }
        }
        DatabaseMetaData metaData = connection.getMetaData();
        ResultSet rows = dialect.isMySqlFamily()
                ? metaData.getIndexInfo(schema, null, table, true, true)
                : metaData.getIndexInfo(null, schema, table, true, true);
        return uniqueKeys(rows);
    }

    /** MySQL tells a part of an index that is an expression by no column. */
    static UniqueKeys uniqueKeys(ResultSet indexes) throws SQLException {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        Set<String> overExpressions = new HashSet<>();
        try (indexes) {
            while (indexes.next()) {
                String index = indexes.getString("INDEX_NAME");
                String column = indexes.getString("COLUMN_NAME");
                if (index != null && column == null) {
                    overExpressions.add(index);
                } else if (index != null) {
                    keys.computeIfAbsent(index, name -> new LinkedHashSet<>()).add(column);
                }
            }
        }
        keys.keySet().removeAll(overExpressions);
        return new UniqueKeys(keys, overExpressions);
    }
}
