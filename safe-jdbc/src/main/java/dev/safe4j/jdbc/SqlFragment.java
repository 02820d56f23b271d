package dev.safe4j.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition or an expression written by the developer, with {@code ?} for its values. It is SQL by design, so it has to be
 * a constant of the program; what is checked is that it is one closed expression: it ends where the statement expects it to.
 *
 * @param sql the text
 * @param arguments the values of its placeholders, in order
 */
public record SqlFragment(String sql, List<@Nullable Object> arguments) {

    /**
     * Checks a fragment.
     *
     * @param what what it is, for messages
     * @param sql its text
     * @param arguments the values of its placeholders
     * @return the fragment
     * @throws IllegalArgumentException if it is blank, does not close its quotes or parentheses, holds a comment or a
     *     semicolon, or has another number of placeholders than there are values
     */
    public static SqlFragment of(String what, @Nullable String sql, @Nullable Object... arguments) {
        if (sql == null || sql.isBlank()) {
            throw new IllegalArgumentException("the " + what + " must not be blank.");
        }
        List<@Nullable Object> values = new ArrayList<>();
        Collections.addAll(values, arguments);
        SqlFragment fragment = new SqlFragment(sql, Collections.unmodifiableList(values));
        int placeholders = new Scan(what, sql).placeholders();
        if (placeholders != arguments.length) {
            throw new IllegalArgumentException("the " + what + " '" + sql + "' has " + placeholders
                    + " placeholders and was given " + arguments.length + " values.");
        }
        return fragment;
    }

    /** One walk over the text. */
    private static final class Scan {

        private final String what;
        private final String sql;
        private int placeholders;
        private int open;

        Scan(String what, String sql) {
            this.what = what;
            this.sql = sql;
        }

        int placeholders() {
            int at = 0;
            while (at < sql.length()) {
                at = step(at);
            }
            if (open != 0) {
                throw wrong("does not close its parentheses");
            }
            return placeholders;
        }

        private int step(int at) {
            char here = sql.charAt(at);
            char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
            switch (here) {
                case '\'', '"', '`' -> {
                    int end = sql.indexOf(here, at + 1);
                    if (end < 0) {
                        throw wrong("does not close a quote");
                    }
                    return end + 1;
                }
                case '?' -> {
                    if (next == '?') {
                        return at + 2; // PostgreSQL's operators are written ?? for its driver
                    }
                    placeholders++;
                }
                case '(' -> open++;
                case ')' -> {
                    if (--open < 0) {
                        throw wrong("closes a parenthesis that it did not open");
                    }
                }
                default -> refuse(here, next);
            }
            return at + 1;
        }

        private void refuse(char here, char next) {
            boolean comment =
                    (here == '#' && next == ' ') || (here == '-' && next == '-') || (here == '/' && next == '*');
            if (here == ';' || comment) {
                throw wrong("must not hold a comment or a semicolon");
            }
            if (here == '\\') {
                throw wrong("must not hold a backslash, which databases read differently: pass the text as a value");
            }
        }

        private IllegalArgumentException wrong(String rule) {
            return new IllegalArgumentException("the " + what + " '" + sql + "' " + rule + ".");
        }
    }
}
