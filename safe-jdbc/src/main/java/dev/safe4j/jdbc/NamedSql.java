package dev.safe4j.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
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
public record NamedSql(String sql, List<String> names) {

    private static final Pattern NAME = Pattern.compile("(?<!:):([a-z]+)");

    /**
     * Reads a text.
     *
     * @param text with a colon before the name of each value; two colons are PostgreSQL's cast
     * @return the statement
     */
    public static NamedSql of(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return new NamedSql(matcher.replaceAll("?"), List.copyOf(names));
    }

    /**
     * Puts values into the order of the placeholders.
     *
     * @param values by their names
     * @return the values to bind, the elements of those that are lists one by one
     */
    public List<@Nullable Object> bound(Map<String, ? extends @Nullable Object> values) {
        List<@Nullable Object> bound = new ArrayList<>(names.size());
        for (String name : names) {
            if (!values.containsKey(name)) {
                throw new IllegalStateException("the statement has no value for '" + name + "': " + sql);
            }
            @Nullable Object value = values.get(name);
            if (value instanceof List<?> many) {
                bound.addAll(many);
            } else {
                bound.add(value);
            }
        }
        return bound;
    }

    /**
     * Runs a write.
     *
     * @param session where
     * @param values by their names; a list stands for all of its elements, as IN wants them
     * @return the number of rows it matched
     * @throws SQLException if it fails
     */
    public int update(Session session, Map<String, ? extends @Nullable Object> values) throws SQLException {
        return session.update(listing(values), bound(values));
    }

    /**
     * Runs a statement that answers rows, a RETURNING one too.
     *
     * @param session where
     * @param values by their names; a list stands for all of its elements, as IN wants them
     * @param columns how many columns it answers
     * @return the rows
     * @throws SQLException if it fails
     */
    public List<@Nullable Object[]> query(Session session, Map<String, ? extends @Nullable Object> values, int columns)
            throws SQLException {
        return session.query(listing(values), bound(values), columns);
    }

    /** A placeholder for each element of each value that is a list. */
    private String listing(Map<String, ? extends @Nullable Object> values) {
        if (values.values().stream().noneMatch(List.class::isInstance)) {
            return sql;
        }
        String[] parts = sql.split("\\?", -1);
        StringBuilder text = new StringBuilder(parts[0]);
        for (int i = 0; i < names.size(); i++) {
            int times = values.get(names.get(i)) instanceof List<?> many ? many.size() : 1;
            text.append(String.join(", ", Collections.nCopies(times, "?"))).append(parts[i + 1]);
        }
        return text.toString();
    }
}
