package dev.safe4j.test.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some tables, and the counters of their keys, as they were when it was made: kept in tables beside them, named
 * {@code safe4j_race_…}, and brought back by the server itself. Tables whose foreign keys point to these are kept as well. To be
 * used by one thread.
 */
public final class Snapshot implements AutoCloseable {

    private final List<SavedDatabase> databases = new ArrayList<>();

    private Snapshot() {}

    /**
     * Makes a snapshot. A copy that a killed run has left is replaced.
     *
     * @param databases that are watched; a table is taken from the first that has it
     * @param tables their names, in whatever case, with or without a schema
     * @return the snapshot, to be closed before the watch ends
     * @throws IllegalArgumentException if there is no such table, before anything was written, or if foreign keys form a circle
     *     that cannot be broken
     * @throws SQLException if a table cannot be copied; no copy is left
     */
    public static Snapshot of(List<Watching> databases, Collection<String> tables) throws SQLException {
        Map<Watching, Set<TableName>> wanted = new LinkedHashMap<>();
        for (String table : tables) {
            find(table, databases, wanted);
        }
        Snapshot snapshot = new Snapshot();
        try {
            for (Map.Entry<Watching, Set<TableName>> each : wanted.entrySet()) {
                snapshot.databases.add(SavedDatabase.of(each.getKey().server(), each.getValue()));
            }
            return snapshot;
        } catch (SQLException | RuntimeException failure) {
            snapshot.drop(failure);
            throw failure;
        }
    }

    private static void find(String table, List<Watching> databases, Map<Watching, Set<TableName>> wanted)
            throws SQLException {
        List<String> places = new ArrayList<>();
        for (Watching each : databases) {
            JdbcServer server = each.server();
            TableName found = server.run(connection -> {
                Catalogue catalogue = new Catalogue(connection, server.flavour());
                places.add(server.name() + " " + catalogue.homes());
                return catalogue.find(table);
            });
            if (found != null) {
                wanted.computeIfAbsent(each, home -> new LinkedHashSet<>()).add(found);
                return;
            }
        }
        throw new IllegalArgumentException("restoring: there is no table '" + table + "' "
                + (places.isEmpty() ? ": the probe knows no data source" : "in " + String.join(", nor in ", places)));
    }

    /**
     * Brings the tables back.
     *
     * @param written the resources of footprints that may have been written since, so that the others are left alone; null for
     *     any
     * @throws SQLException if the database refuses; its tables are then as they were before the call
     */
    public void restore(@Nullable Set<String> written) throws SQLException {
        for (SavedDatabase each : databases) {
            each.restore(written);
        }
    }

    /**
     * Takes the copies away.
     *
     * @throws SQLException if one is left
     */
    @Override
    public void close() throws SQLException {
        drop(null);
    }

    private void drop(@Nullable Throwable failure) throws SQLException {
        for (SavedDatabase each : databases) {
            each.drop(failure);
        }
    }
}
