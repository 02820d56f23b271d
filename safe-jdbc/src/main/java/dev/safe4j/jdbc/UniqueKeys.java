package dev.safe4j.jdbc;

import java.util.Map;
import java.util.Set;

/**
 * The unique keys of a table, by their names. Immutable.
 *
 * @param columns the columns of those that are over columns alone, and so prove that a key hits one row
 * @param overExpressions those with an expression in them: the columns beside it prove nothing, but a row can be in the way by them
 */
record UniqueKeys(Map<String, Set<String>> columns, Set<String> overExpressions) {

    UniqueKeys {
        columns = Map.copyOf(columns);
        overExpressions = Set.copyOf(overExpressions);
    }
}
