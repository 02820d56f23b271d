package dev.safe4j.test.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which tables a write to a table reaches as well: over foreign keys, and by triggers. Asked once a table. */
final class Relations {

    /** Stands for "whatever a trigger does". */
    static final String ANYTHING = "*";

    private final Connection connection;
    private final Map<String, Set<String>> known = new HashMap<>();

    Relations(Connection connection) {
        this.connection = connection;
    }

    /** The table itself, those that its foreign keys point to, and those whose foreign keys point to it. */
    synchronized Set<String> reachedByWriting(String table) {
        return known.computeIfAbsent(table, this::ask);
    }

    private Set<String> ask(String table) {
        Set<String> reached = new HashSet<>(Set.of(table));
        try {
            DatabaseMetaData data = connection.getMetaData();
            String name = nameOf(data, table);
            try (ResultSet parents = data.getImportedKeys(connection.getCatalog(), connection.getSchema(), name)) {
                while (parents.next()) {
                    reached.add(parents.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
                }
            }
            addChildren(data, name, reached);
            if (hasTrigger(table)) {
                reached.add(ANYTHING);
            }
            return reached;
        } catch (SQLException unknown) {
            reached.add(ANYTHING);
            return reached;
        }
    }

    /** A cascade goes on from a child to its own children. */
    private void addChildren(DatabaseMetaData data, String name, Set<String> reached) throws SQLException {
        List<String> changed = new ArrayList<>();
        try (ResultSet children = data.getExportedKeys(connection.getCatalog(), connection.getSchema(), name)) {
            while (children.next()) {
                String child = children.getString("FKTABLE_NAME");
                boolean cascades =
                        changes(children.getShort("DELETE_RULE")) || changes(children.getShort("UPDATE_RULE"));
                if (reached.add(child.toLowerCase(Locale.ROOT)) && cascades) {
                    changed.add(child);
                }
            }
        }
        for (String child : changed) {
            addChildren(data, child, reached);
            if (hasTrigger(child.toLowerCase(Locale.ROOT))) {
                reached.add(ANYTHING);
            }
        }
    }

    private static boolean changes(short rule) {
        return rule == DatabaseMetaData.importedKeyCascade
                || rule == DatabaseMetaData.importedKeySetNull
                || rule == DatabaseMetaData.importedKeySetDefault;
    }

    private String nameOf(DatabaseMetaData data, String table) throws SQLException {
        try (ResultSet tables = data.getTables(connection.getCatalog(), connection.getSchema(), "%", null)) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                if (name.equalsIgnoreCase(table)) {
                    return name;
                }
            }
        }
        return table;
    }

    private boolean hasTrigger(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select count(*) from information_schema.triggers where lower(event_object_table) = ?")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }
}
