package dev.safe4j.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table as the metadata has it: the quoted name, the columns, the unique keys. Immutable and thread-safe. */
public final class Table {

    /** H2 names the index of a constraint, which is the constraint's name with this behind it. */
    private static final Pattern H2_INDEX = Pattern.compile("_INDEX_[0-9A-F]+$");

    private final String name;
    private final Place place;
    private final String sqlName;
    private final Dialect dialect;
    private final Map<String, Column> columns;
    private final UniqueKeys uniqueKeys;

    /** Where a table is: its schema, which on MariaDB and MySQL is a database, and its name in it, as the database has them. */
    record Place(String schema, String table) {}

    Table(
            String name,
            Place place,
            String sqlName,
            Dialect dialect,
            Collection<Column> columns,
            UniqueKeys uniqueKeys) {
        this.name = name;
        this.place = place;
        this.sqlName = sqlName;
        this.dialect = dialect;
        this.columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        // A column whose name is not a plain one cannot be named, so that every name that is found is one.
        columns.stream()
                .filter(column -> Names.isPlain(column.name()))
                .forEach(column -> this.columns.put(column.name(), column));
        this.uniqueKeys = uniqueKeys;
    }

    /**
     * Returns the name that the caller used.
     *
     * @return the name, for messages
     */
    public String name() {
        return name;
    }

    /**
     * Returns the name that the table has, however the caller spelled it.
     *
     * @return the name as the database has it, without the schema and unquoted
     */
    public String realName() {
        return place.table();
    }

    /**
     * Returns the schema that the table was found in.
     *
     * @return the schema as the database has it, unquoted; on MariaDB and MySQL the database
     */
    public String schema() {
        return place.schema();
    }

    /**
     * Returns the name to put into a statement.
     *
     * @return the quoted name, with the schema
     */
    public String sqlName() {
        return sqlName;
    }

    /**
     * Finds a column.
     *
     * @param column its name in any case of letters, unquoted
     * @return the column
     * @throws UnknownNameException if the table has no such column
     */
    public Column column(@Nullable String column) {
        Column found = column == null ? null : columns.get(column);
        if (found == null) {
            Names.require("column", column);
            throw new UnknownNameException("table " + name + " has no column '" + column + "': it has "
                    + columns.values().stream().map(Column::name).toList() + ".");
        }
        return found;
    }

    /**
     * Finds a column and returns its name as it goes into a statement.
     *
     * @param column its name in any case of letters, unquoted
     * @return the quoted name
     * @throws UnknownNameException if the table has no such column
     */
    public String quoted(String column) {
        return dialect.quoted(column(column).name());
    }

    /**
     * Tells whether the metadata proves that no two rows have the same values in these columns.
     *
     * @param keyColumns the columns of a key, none of which is compared with null
     * @return true if a unique key lies within them
     */
    public boolean isUnique(Collection<String> keyColumns) {
        Set<String> key = Set.copyOf(
                keyColumns.stream().map(column -> column(column).name()).toList());
        return uniqueKeys.columns().values().stream().anyMatch(key::containsAll);
    }

    /**
     * Returns the unique keys that other columns than these can violate: of MySQL also its unique indexes over expressions, whose columns
     * the metadata does not tell. PostgreSQL's over expressions or a part of the rows, and those that are checked late, are not among them.
     *
     * @param keyColumns the columns of a key
     * @return the names of the other unique keys
     */
    public List<String> otherUniqueKeys(Collection<String> keyColumns) {
        Set<String> key = Set.copyOf(
                keyColumns.stream().map(column -> column(column).name()).toList());
        Stream<String> overColumns = uniqueKeys.columns().entrySet().stream()
                .filter(each -> !each.getValue().equals(key))
                .map(Map.Entry::getKey);
        return Stream.concat(overColumns, uniqueKeys.overExpressions().stream())
                .sorted()
                .toList();
    }

    /**
     * Finds the unique key of a name that a database put into a message.
     *
     * @param reported the name in the message, perhaps with the table or schema before it
     * @return the key's name as the metadata has it, null if there is none such
     */
    @Nullable
    String uniqueKeyNamed(String reported) {
        String last = reported.substring(reported.lastIndexOf('.') + 1);
        return uniqueKeys.columns().keySet().stream()
                .filter(key -> last.equalsIgnoreCase(key) || last.equalsIgnoreCase(constraint(key)))
                .findFirst()
                .map(this::constraint)
                .orElse(null);
    }

    private String constraint(String key) {
        return dialect == Dialect.H2 ? H2_INDEX.matcher(key).replaceFirst("") : key;
    }

    @Override
    public String toString() {
        return name;
    }
}
