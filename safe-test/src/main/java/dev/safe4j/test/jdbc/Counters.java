package dev.safe4j.test.jdbc;

import dev.safe4j.test.jdbc.Catalogue.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the keys of a table's next rows come from: reads how far these counters are, and writes the statements that put them back. */
final class Counters {

    private static final Pattern NEXT = Pattern.compile("nextval\\('(.+)'::regclass\\)", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final Flavour flavour;
    private final String quote;

    Counters(Connection connection, Flavour flavour, String quote) {
        this.connection = connection;
        this.flavour = flavour;
        this.quote = quote;
    }

    /** The statements that bring a table's counters to where they are now. */
    List<String> resets(TableName table, List<Column> columns) throws SQLException {
        List<String> resets = new ArrayList<>();
        for (Column column : columns) {
            if (column.counts()) {
                String reset = reset(table, column);
                if (reset != null) {
                    resets.add(reset);
                }
            }
        }
        return resets;
    }

    private @Nullable String reset(TableName table, Column column) throws SQLException {
        return switch (flavour) {
            case POSTGRESQL -> ofSequence(table, column);
            case MARIADB, MYSQL -> {
                Long next = number(
                        "select auto_increment from information_schema.tables where table_schema = ? and table_name = ?",
                        String.valueOf(table.catalog()),
                        table.table());
                yield next == null ? null : "alter table " + table.quoted(quote) + " auto_increment = " + next;
            }
            case H2 -> {
                Long next = number(
                        "select identity_base from information_schema.columns"
                                + " where table_schema = ? and table_name = ? and column_name = ?",
                        String.valueOf(table.schema()),
                        table.table(),
                        column.name());
                yield next == null
                        ? null
                        : "alter table " + table.quoted(quote) + " alter column "
                                + TableName.quoted(column.name(), quote) + " restart with " + next;
            }
            case UNKNOWN -> null;
        };
    }

    private @Nullable String ofSequence(TableName table, Column column) throws SQLException {
        String sequence = sequence(table, column);
        if (sequence == null) {
            return null;
        }
        try (PreparedStatement statement =
                        connection.prepareStatement("select last_value, is_called from " + sequence);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return "select setval('" + sequence.replace("'", "''") + "', " + row.getLong(1) + ", " + row.getBoolean(2)
                    + ")";
        }
    }

    /** The sequence that the column owns; else the one that its default value names. */
    private @Nullable String sequence(TableName table, Column column) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_get_serial_sequence(?, ?)")) {
            statement.setString(1, table.quoted(quote));
            statement.setString(2, column.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getString(1) != null) {
                    return row.getString(1);
                }
            }
        }
        Matcher named = NEXT.matcher(String.valueOf(column.defaultValue()));
        return named.matches() ? named.group(1).replace("''", "'") : null;
    }

    private @Nullable Long number(String question, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                long value = row.next() ? row.getLong(1) : 0;
                return value == 0 ? null : Long.valueOf(value);
            }
        }
    }
}
