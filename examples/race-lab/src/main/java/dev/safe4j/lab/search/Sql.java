package dev.safe4j.lab.search;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is about, as far as its text says so plainly.
 *
 * @param verb its first word, in lower case
 * @param table the first one in it; null if it does not say
 * @param rows which of its rows; empty if it does not say
 */
record Sql(String verb, @Nullable String table, String rows) {

    private static final Pattern VERB = Pattern.compile("^\\s*(?:#\\d+: )?(\\w+)");
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:insert\\s+into|update|delete\\s+from|from)\\s+[\"`]?(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROWS = Pattern.compile(
            "\\bwhere\\s+(.+?)(?:\\s+(?:for\\s+(?:update|share)|order\\s+by|returning|and\\s+\\(?[\\w\"`]+\\s*[<>]).*)?$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int LONGEST = 60;
    private static final String ROLLED_BACK = "40"; // the class of SQL states that say so

    static Sql of(String text) {
        Matcher verb = VERB.matcher(text);
        Matcher table = TABLE.matcher(text);
        Matcher rows = ROWS.matcher(text);
        String which = rows.find() ? rows.group(1).replaceAll("[\"`]", "").strip() : "";
        return new Sql(
                verb.find() ? verb.group(1).toLowerCase(Locale.ROOT) : "",
                table.find() ? table.group(1) : null,
                which.length() > LONGEST ? "" : which);
    }

    /** Whether the server has rolled the transaction back, by what it answered. */
    static boolean isRolledBack(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return isRolledBack(sql.getSQLState());
            }
        }
        return false;
    }

    static boolean isRolledBack(String state) {
        return state.startsWith(ROLLED_BACK);
    }

    boolean writes() {
        return verb.equals("insert") || verb.equals("update") || verb.equals("delete") || verb.equals("merge");
    }

    /** What it writes or locks, in words. */
    String place() {
        String name = table == null ? "?" : table;
        if (verb.equals("insert")) {
            return name + ": a new row";
        }
        return rows.isEmpty() ? name : name + " where " + rows;
    }
}
