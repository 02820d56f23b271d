package dev.safe4j.jdbc.update;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a write looks like apart from its values: all that decides its SQL. */
record Shape(
        String table,
        boolean delete,
        List<String> key,
        List<Assignment> assignments,
        List<String> conditions,
        @Nullable String version,
        @Nullable String fence,
        List<String> returning) {

    /** The same shape over lists of its own, which nobody changes any more. */
    Shape frozen() {
        return new Shape(
                table,
                delete,
                List.copyOf(key),
                List.copyOf(assignments),
                List.copyOf(conditions),
                version,
                fence,
                List.copyOf(returning));
    }
}
