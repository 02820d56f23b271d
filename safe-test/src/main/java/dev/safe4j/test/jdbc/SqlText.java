package dev.safe4j.test.jdbc;

import dev.safe4j.test.jdbc.SqlTokens.Kind;
import dev.safe4j.test.jdbc.SqlTokens.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is known to touch, by its text alone. It errs to the side of more: what it does not understand may touch
 * anything. Immutable.
 */
final class SqlText {

    private static final Set<String> READING =
            Set.of("select", "with", "values", "table", "show", "explain", "describe");
    private static final Set<String> WRITING = Set.of("insert", "update", "delete", "merge", "replace", "upsert");
    private static final Set<String> SETTING = Set.of("set", "reset", "savepoint", "release", "use", "analyze");
    /** Functions that read nothing but their arguments, and words that stand before a parenthesis without being one. */
    private static final Set<String> HARMLESS = Set.of(
            ("abs avg cast ceil char_length coalesce concat count current_date current_time current_timestamp date "
                            + "date_trunc extract floor greatest ifnull least length localtime localtimestamp lower max min mod "
                            + "now nullif power rank round row_number sign sqrt string_agg substring sum trim upper uuid "
                            + "gen_random_uuid random_uuid "
                            + "all and any array as between by case check conflict decimal distinct else end except exists "
                            + "filter from group having in insert int intersect into is join key like limit not numeric of on "
                            + "lateral only or order over partition primary references returning row select set some then timestamp union "
                            + "unique using values varchar when where window with char interval")
                    .split(" "));

    private static final Set<String> AFTER_TABLES = Set.of(
            ("where set values group order having limit for union intersect except window duplicate conflict returning "
                            + "select")
                    .split(" "));
    private static final Set<String> BEFORE_TABLES = Set.of("only", "low_priority", "ignore", "lateral", "delayed");

    private final Set<String> reads = new HashSet<>();
    private final Set<String> writes = new HashSet<>();
    private final Set<String> ownNames = new HashSet<>();
    private final List<Token> tokens;
    private boolean anything;
    private boolean definesData;

    private SqlText(String sql) {
        tokens = SqlTokens.of(sql);
        analyse();
    }

    static SqlText of(String sql) {
        return new SqlText(sql);
    }

    /** The tables it reads without locking. */
    Set<String> reads() {
        return reads;
    }

    /** The tables it writes, or whose rows it locks. */
    Set<String> writes() {
        return writes;
    }

    /** Whether it may touch anything. */
    boolean anything() {
        return anything;
    }

    /** Whether it defines data: MySQL and MariaDB commit before and after it, PostgreSQL forbids some in a transaction. */
    boolean definesData() {
        return definesData;
    }

    /** Whether it may leave an effect behind when it is committed. */
    boolean mayWrite() {
        return !definesData && (anything || !writes.isEmpty());
    }

    /** Whether it takes or gives back a lock that is not bound to a transaction. */
    boolean locksTheSession() {
        return tokens.stream()
                .anyMatch(token -> token.kind() == Kind.WORD
                        && (token.text().startsWith("pg_advisory_lock")
                                || token.text().startsWith("pg_try_advisory_lock")
                                || token.text().equals("get_lock")));
    }

    private void analyse() {
        if (tokens.isEmpty()) {
            return;
        }
        String first = word(firstWord());
        if (SETTING.contains(first)) {
            return;
        }
        if (!READING.contains(first) && !WRITING.contains(first)) {
            anything = true;
            definesData = !first.equals("call") && !first.equals("do") && !first.equals("exec");
            return;
        }
        for (int i = 0; i < tokens.size(); i++) {
            examine(i);
        }
        reads.removeAll(ownNames);
        if (locksRows()) {
            writes.addAll(reads);
        }
        reads.removeAll(writes);
        boolean writesByWord =
                tokens.stream().anyMatch(token -> token.kind() == Kind.WORD && WRITING.contains(token.text()));
        anything |= writesByWord && writes.isEmpty() && WRITING.contains(first);
    }

    private int firstWord() {
        int i = 0;
        while (i < tokens.size() - 1 && (tokens.get(i).is("(") || tokens.get(i).is("{"))) {
            i++;
        }
        return i;
    }

    private void examine(int i) {
        switch (word(i)) {
            case "from" -> {
                if (word(i - 1).equals("delete")) {
                    written(i + 1);
                } else if (!isInsideFunction(i)) {
                    tables(i + 1);
                }
            }
            case "join", "straight_join" -> tables(i + 1);
            case "using" -> {
                if (!tokenIs(i + 1, "(") || !isInsideJoin(i)) {
                    tables(i + 1);
                }
            }
            case "update" -> {
                boolean locking = word(i - 1).equals("for") || word(i - 1).equals("key");
                if (!locking && !word(i - 1).equals("do") && !word(i - 1).equals("then")) {
                    written(i + 1);
                }
            }
            case "delete" ->
                anything |= !word(i + 1).equals("from") && !word(i - 1).equals("then");
            case "into" -> table(i + 1, true);
            case "as" -> {
                if (tokenIs(i + 1, "(") && i > 0) {
                    ownNames.add(tokens.get(i - 1).text());
                }
            }
            default -> function(i);
        }
    }

    /** As in {@code extract(day from x)}, {@code is distinct from}. */
    private boolean isInsideFunction(int from) {
        return word(from - 1).equals("distinct")
                || (from >= 3
                        && tokenIs(from - 2, "(")
                        && Set.of("extract", "substring", "trim").contains(word(from - 3)));
    }

    /** Then a parenthesis after {@code using} has columns in it, not tables. */
    private boolean isInsideJoin(int using) {
        int i = using;
        while (i >= 0 && !Set.of("join", "delete", "merge").contains(word(i))) {
            i--;
        }
        return word(i).equals("join");
    }

    private void tables(int start) {
        int depth = 0;
        boolean expected = true;
        for (int i = start; i < tokens.size() && depth >= 0; i++) {
            if (expected && BEFORE_TABLES.contains(word(i))) {
                continue;
            } else if (tokenIs(i, "(")) {
                if (expected && !READING.contains(word(i + 1))) {
                    tables(i + 1); // a join, or several tables
                }
                depth++;
            } else if (tokenIs(i, ")")) {
                depth--;
            } else if (depth == 0 && tokenIs(i, ",")) {
                expected = true;
                continue;
            } else if (depth == 0 && AFTER_TABLES.contains(word(i))) {
                return;
            } else if (depth == 0 && expected) {
                i = table(i, false);
            }
            expected = false;
        }
    }

    /** MySQL and MariaDB change several tables by one statement: which of them are written, the names alone do not say. */
    private void written(int start) {
        table(start, true);
        for (int i = start; i < tokens.size() && !AFTER_TABLES.contains(word(i)) && !word(i).equals("using"); i++) {
            anything |= tokenIs(i, ",") || word(i).equals("join") || word(i).equals("straight_join");
        }
    }

    /** Notes the table whose name starts here, without its schema; returns the place of its last token. */
    private int table(int start, boolean written) {
        int i = start;
        while (BEFORE_TABLES.contains(word(i))) {
            i++;
        }
        if (i >= tokens.size() || !tokens.get(i).isName()) {
            return i;
        }
        while (tokenIs(i + 1, ".") && i + 2 < tokens.size()) {
            i += 2;
        }
        boolean function = !written && tokenIs(i + 1, "(");
        if (function) {
            function(i);
        } else {
            (written ? writes : reads).add(tokens.get(i).text().toLowerCase(java.util.Locale.ROOT));
        }
        return i;
    }

    private void function(int i) {
        Token token = tokens.get(i);
        boolean call = token.isName()
                && tokenIs(i + 1, "(")
                && !(token.kind() == Kind.WORD && HARMLESS.contains(token.text()));
        boolean columnList = i > 0
                && Set.of("into", "with", "recursive", ",", ".", "update", "conflict")
                        .contains(tokens.get(i - 1).text())
                && (word(i - 1).equals("into")
                        || word(i - 1).equals("with")
                        || word(i - 1).equals("recursive")
                        || isTableOf(i));
        anything |= call && !columnList && !ownNames.contains(token.text());
    }

    private boolean isTableOf(int i) {
        return writes.contains(tokens.get(i).text().toLowerCase(java.util.Locale.ROOT));
    }

    private boolean locksRows() {
        for (int i = 0; i < tokens.size() - 1; i++) {
            boolean lockingFor = word(i).equals("for")
                    && Set.of("update", "share", "no", "key").contains(word(i + 1));
            boolean inShareMode = word(i).equals("lock") && word(i + 1).equals("in");
            if (lockingFor || inShareMode) {
                return true;
            }
        }
        return false;
    }

    private String word(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).kind() == Kind.WORD
                ? tokens.get(i).text()
                : "";
    }

    private boolean tokenIs(int i, String sign) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(sign);
    }

    /** The statement on one line, its placeholders replaced by what is bound to them. */
    static String inlined(String sql, Map<Integer, @Nullable Object> parameters) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        int parameter = 0;
        for (Token token : SqlTokens.of(sql)) {
            if (token.kind() == Kind.PLACEHOLDER && parameters.containsKey(++parameter)) {
                text.append(sql, at, token.start()).append(Values.literal(parameters.get(parameter)));
                at = token.start() + 1;
            }
        }
        return text.append(sql.substring(at)).toString().replaceAll("\\s+", " ").trim();
    }
}
