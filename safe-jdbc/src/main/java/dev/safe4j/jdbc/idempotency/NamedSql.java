package dev.safe4j.jdbc.idempotency;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose values have names, since many stand in it more than once. Immutable.
 *
 * @param sql the statement, with a placeholder for each value
 * @param names of the values, in the order of the placeholders
 */
record NamedSql(String sql, List<String> names) {

    private static final Pattern NAME = Pattern.compile("(?<!:):([a-z]+)");

    /** Reads a text with a colon before the name of each value; two colons are PostgreSQL's cast. */
    static NamedSql of(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return new NamedSql(matcher.replaceAll("?"), List.copyOf(names));
    }

    List<@Nullable Object> bound(Map<String, ? extends @Nullable Object> values) {
        List<@Nullable Object> bound = new ArrayList<>(names.size());
        for (String name : names) {
            if (!values.containsKey(name)) {
                throw new IllegalStateException("the statement has no value for '" + name + "': " + sql);
            }
            bound.add(values.get(name));
        }
        return bound;
    }
}
