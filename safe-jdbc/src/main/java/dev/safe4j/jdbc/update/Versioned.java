package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.Attempt;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowId;
import dev.safe4j.update.RowMissingException;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads, changes and saves objects that live in one row with a version, so that no save overwrites one that it has not seen.
 * Immutable and thread-safe as far as the mappings are.
 *
 * @param <T> the object, such as a record of the columns
 */
public final class Versioned<T> {

    private final Updates updates;
    private final Transactions transactions;
    private final Table table;
    private final String key;
    private final String version;
    private final Mapping<T> mapping;
    private final String select;
    private final List<String> columns;

    /**
     * How an object stands in its row.
     *
     * @param columns the columns that make the object; key and version come with them
     * @param read makes the object of the row, which has these columns, the key and the version
     * @param write gives the columns to save, without key and version
     * @param <T> the object
     */
    public record Mapping<T>(List<String> columns, Function<Row, T> read, Function<T, Row> write) {}

    /**
     * Makes the noun for a table.
     *
     * @param updates writes the rows
     * @param transactions runs each attempt in a transaction of its own
     * @param table the table
     * @param keyAndVersion the column of its unique key and that of its version, numeric or a timestamp
     * @param mapping how an object stands in its row
     * @throws IllegalArgumentException if a name is unknown, or the key is not unique
     */
    public Versioned(
            Updates updates, Transactions transactions, String table, KeyAndVersion keyAndVersion, Mapping<T> mapping) {
        this.updates = updates;
        this.transactions = transactions;
        this.table = updates.database().table(table);
        this.key = keyAndVersion.key();
        this.version = keyAndVersion.version();
        this.mapping = mapping;
        if (!this.table.isUnique(List.of(key))) {
            throw new IllegalArgumentException("column '" + key + "' is not a unique key of " + table + ".");
        }
        List<String> all = new ArrayList<>(List.of(key, version));
        mapping.columns().stream().filter(name -> !all.contains(name)).forEach(all::add);
        this.columns = List.copyOf(all);
        this.select = "select " + all.stream().map(this.table::quoted).collect(Collectors.joining(", ")) + " from "
                + this.table.sqlName() + " where " + this.table.quoted(key) + " = ?";
    }

    /**
     * Names the two columns that make a row versioned.
     *
     * @param key the column of the unique key
     * @param version the column of the version
     */
    public record KeyAndVersion(String key, String version) {}

    /**
     * One run of a change.
     *
     * @param value the object as it is in the row now
     * @param attempt which run this is
     * @param <T> the object
     */
    public record Change<T>(T value, Attempt attempt) {}

    /**
     * The body of a change.
     *
     * @param <T> the object
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Changer<T, X extends Exception> {

        /**
         * Decides what the object becomes.
         *
         * @param attempt the object as it is, read anew in each run
         * @return the object to save
         * @throws X whatever it throws; then nothing is saved
         */
        T change(Change<T> attempt) throws X;
    }

    /**
     * Reads an object. Joins the caller's transaction.
     *
     * @param id the value of its key
     * @return the object, empty if there is no such row
     */
    public Optional<T> find(Object id) {
        return row(id).map(mapping.read());
    }

    /**
     * Saves an object if its row still has the version that was read. Joins the caller's transaction.
     *
     * @param id the value of its key
     * @param expected the version that was read
     * @param value the object to save
     * @return applied with the new version, refused as stale, or missing
     */
    public UpdateResult save(Object id, Object expected, T value) {
        return save(id, expected, mapping.write().apply(value), List.of());
    }

    /**
     * Reads the object, lets the body decide what becomes of it, and saves it; if it was changed in between, all of that again
     * in a new transaction, bounded by the runner's retry policy.
     *
     * @param id the value of its key
     * @param attempt decides; it may run more than once
     * @param <X> what it throws
     * @return the object as it was saved, its new version in it
     * @throws X what the body threw; nothing was saved
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException inside another transaction; nothing was done
     * @throws RowMissingException if there is no such row
     * @throws dev.safe4j.update.StaleVersionException if it was changed in between in every run; nothing was saved
     */
    public <X extends Exception> T change(Object id, Changer<T, X> attempt) throws X {
        return transactions.run(number -> {
            Row before = row(id).orElseThrow(() -> new RowMissingException(new RowId(table.name(), Map.of(key, id))));
            T after = attempt.change(new Change<>(mapping.read().apply(before), number));
            Applied applied = save(id, present(before), mapping.write().apply(after), columns)
                    .orThrow();
            return mapping.read().apply(applied.values());
        });
    }

    private Object present(Row row) {
        Object value = row.get(version);
        if (value == null) {
            throw new IllegalStateException(
                    "the version column '" + version + "' of " + table + " is null in this row.");
        }
        return value;
    }

    private UpdateResult save(Object id, Object expected, Row values, List<String> returning) {
        RowUpdate update = updates.table(table.name()).key(key, id).version(version, expected);
        values.values().forEach(update::set);
        return update.returning(returning.toArray(String[]::new)).apply();
    }

    private Optional<Row> row(Object id) {
        Database database = updates.database();
        Object bound = table.column(key).bound(id, database.dialect());
        return database.run("reading " + table, session -> row(session, bound));
    }

    private Optional<Row> row(Session session, @Nullable Object id) throws SQLException {
        List<@Nullable Object[]> rows = session.query(select, Collections.singletonList(id), columns.size());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i), rows.get(0)[i]);
        }
        return Optional.of(Row.of(named));
    }
}
