package dev.safe4j.update;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names one row, for messages and results: its table and its key.
 *
 * @param table the table, as the caller wrote it
 * @param key the key's columns and values, in the caller's order; unmodifiable
 */
public record RowId(String table, Map<String, Object> key) {

    /** Copies the key, keeping its order. */
    public RowId {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    @Override
    public String toString() {
        return table + " " + (key.size() == 1 ? key.values().iterator().next() : key);
    }
}
