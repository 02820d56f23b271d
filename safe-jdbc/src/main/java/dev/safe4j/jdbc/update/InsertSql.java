package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Table;
import dev.safe4j.update.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checked columns and values of a row to insert. */
record InsertSql(String intoColumns, String placeholders, List<@Nullable Object> values) {

    static InsertSql of(Table table, Row row, Dialect dialect) {
        if (row.values().isEmpty()) {
            throw new IllegalArgumentException("the row to insert into " + table + " has no columns.");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> entry : row.values().entrySet()) {
            values.add(table.column(entry.getKey()).bound(entry.getValue(), dialect));
        }
        String columns = row.values().keySet().stream().map(table::quoted).collect(Collectors.joining(", "));
        return new InsertSql(
                "insert into " + table.sqlName() + " (" + columns + ")",
                String.join(", ", Collections.nCopies(values.size(), "?")),
                values);
    }

    String plain() {
        return intoColumns + " values (" + placeholders + ")";
    }
}
