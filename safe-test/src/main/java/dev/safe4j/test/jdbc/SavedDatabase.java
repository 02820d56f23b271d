package dev.safe4j.test.jdbc;

import dev.safe4j.test.jdbc.Catalogue.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies of one database's tables, beside them. Over the connection of the search's monitor, between the orders. */
final class SavedDatabase {

    private final JdbcServer server;
    private final Unchecked unchecked;
    /** Those that foreign keys point to come first. */
    private final List<SavedTable> saved = new ArrayList<>();

    private final Map<TableName, Set<TableName>> children = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    private SavedDatabase(JdbcServer server, Unchecked unchecked) {
        this.server = server;
        this.unchecked = unchecked;
    }

    /** Copies the tables, and those whose foreign keys point to them: their rows would stand in the way. */
    static SavedDatabase of(JdbcServer server, Collection<TableName> tables) throws SQLException {
        return server.run(connection -> {
            SavedDatabase database = new SavedDatabase(server, Unchecked.on(connection, server.flavour()));
            try {
                database.save(connection, tables);
                return database;
            } catch (SQLException | RuntimeException failure) {
                database.drop(connection, failure);
                throw failure;
            }
        });
    }

    private void save(Connection connection, Collection<TableName> tables) throws SQLException {
        Catalogue catalogue = new Catalogue(connection, server.flavour());
        String quote = catalogue.quote();
        Counters counters = new Counters(connection, server.flavour(), quote);
        for (String home : catalogue.homes()) {
            catalogue.tables(home).forEach(each -> known.add(each.table().toLowerCase(Locale.ROOT)));
        }
        for (TableName table : parentsFirst(catalogue, tables)) {
            List<Column> columns = catalogue.columns(table);
            SavedTable one = SavedTable.of(table, columns, counters.resets(table, columns), server.flavour(), quote);
            execute(connection, one.drop());
            saved.add(one);
            execute(connection, one.copy());
        }
    }

    private List<TableName> parentsFirst(Catalogue catalogue, Collection<TableName> tables) throws SQLException {
        List<TableName> open = new ArrayList<>(tables);
        while (!open.isEmpty()) {
            TableName next = open.remove(open.size() - 1);
            if (!children.containsKey(next)) {
                children.put(next, catalogue.children(next));
                open.addAll(children.getOrDefault(next, Set.of()));
            }
        }
        Set<TableName> placed = new LinkedHashSet<>();
        for (TableName each : children.keySet()) {
            place(each, catalogue, placed, new LinkedHashSet<>());
        }
        return List.copyOf(placed);
    }

    private void place(TableName table, Catalogue catalogue, Set<TableName> placed, Set<TableName> way)
            throws SQLException {
        if (placed.contains(table) || !children.containsKey(table)) {
            return;
        }
        if (!way.add(table)) {
            unchecked.needsAnOrder("the foreign keys of " + way + " form a circle");
            return;
        }
        for (TableName parent : catalogue.parents(table)) {
            if (!parent.equals(table)) {
                place(parent, catalogue, placed, way);
            }
        }
        way.remove(table);
        placed.add(table);
    }

    /** Brings back what may have been written: all tables if that is not known. */
    void restore(@Nullable Set<String> written) throws SQLException {
        List<SavedTable> affected = affected(written);
        if (!affected.isEmpty()) {
            server.run(connection -> {
                restore(connection, affected);
                return null;
            });
        }
    }

    private List<SavedTable> affected(@Nullable Set<String> written) {
        if (written == null || !written.stream().allMatch(this::isKnown)) {
            return saved; // a view, say
        }
        Set<TableName> names = new HashSet<>();
        for (SavedTable each : saved) {
            if (written.stream().anyMatch(each::isMeantBy)) {
                addWithChildren(each.name(), names);
            }
        }
        return saved.stream().filter(each -> names.contains(each.name())).toList();
    }

    private boolean isKnown(String resource) {
        return known.contains(resource.substring(resource.lastIndexOf('.') + 1));
    }

    private void addWithChildren(TableName table, Set<TableName> names) {
        if (names.add(table)) {
            children.getOrDefault(table, Set.of()).forEach(child -> addWithChildren(child, names));
        }
    }

    private void restore(Connection connection, List<SavedTable> tables) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int i = tables.size() - 1; i >= 0; i--) {
            statements.add(tables.get(i).empty());
        }
        tables.forEach(each -> statements.add(each.fill()));
        List<String> counters =
                tables.stream().flatMap(each -> each.counters().stream()).toList();
        unchecked.run(connection, statements, counters);
    }

    /** Takes the copies away; what fails is added to the failure that is thrown anyway. */
    void drop(@Nullable Throwable failure) throws SQLException {
        server.run(connection -> {
            drop(connection, failure);
            return null;
        });
    }

    private void drop(Connection connection, @Nullable Throwable failure) throws SQLException {
        SQLException first = null;
        for (SavedTable each : saved) {
            try {
                execute(connection, each.drop());
            } catch (SQLException further) {
                if (first == null) {
                    first = further;
                } else {
                    first.addSuppressed(further);
                }
            }
        }
        saved.clear();
        if (first != null) {
            if (failure == null) {
                throw first;
            }
            failure.addSuppressed(first);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
