package dev.safe4j.test.hint;

import dev.safe4j.test.hint.Statement.Change;
import dev.safe4j.test.hint.Statement.Kind;
import dev.safe4j.test.jdbc.SqlTokens;
import dev.safe4j.test.jdbc.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads plain statements; of others it says nothing. */
final class StatementParser {

    private static final Set<String> AFTER_WHERE =
            Set.of("group", "order", "having", "limit", "for", "returning", "offset", "fetch", "union", "lock");
    private static final Set<String> AFTER_TABLE = Set.of(
            ("where set values group order having limit on for union returning select join left right inner cross"
                            + " natural using default")
                    .split(" "));
    private static final Set<String> NOT_PLAIN = Set.of("or", "select", "case", "exists", "conflict", "duplicate");

    private final List<Token> tokens;
    private final Set<String> reads = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    StatementParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<List<Token>> split(List<Token> all) {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        for (Token token : all) {
            if (token.is(";")) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        parts.add(part);
        return parts;
    }

    Optional<Statement> parse() {
        collect();
        return Optional.ofNullable(
                switch (word(0)) {
                    case "select" -> select();
                    case "insert" -> insert();
                    case "update" -> update();
                    case "delete" -> delete();
                    default -> null;
                });
    }

    private Statement select() {
        return new Statement(Kind.SELECT, "", reads, names, where(), Map.of(), locksRows());
    }

    private @Nullable Statement insert() {
        if (!word(1).equals("into") || has("conflict") || has("duplicate")) {
            return null; // an upsert looks and writes in one step
        }
        int table = lastOfName(2);
        Map<String, Change> values = has("select") ? Map.of() : values(table + 1);
        return new Statement(Kind.INSERT, name(table), reads, names, Map.of(), values, false);
    }

    private @Nullable Statement update() {
        int table = lastOfName(1);
        int set = find("set", table);
        if (set < 0 || has("join") || has("from")) {
            return null;
        }
        return new Statement(Kind.UPDATE, name(table), reads, names, where(), changes(set + 1), false);
    }

    private @Nullable Statement delete() {
        if (!word(1).equals("from") || has("join") || has("using")) {
            return null;
        }
        int table = lastOfName(2);
        reads.remove(name(table));
        return new Statement(Kind.DELETE, name(table), reads, names, where(), Map.of(), false);
    }

    private void collect() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isName()) {
                names.add(name(i));
            }
            boolean ofFunction =
                    i >= 2 && Set.of("extract", "substring", "trim").contains(word(i - 3));
            if (word(i).equals("from") && !ofFunction && !word(i - 1).equals("distinct")) {
                tables(i + 1);
            } else if (word(i).equals("join")) {
                table(i + 1);
            } else if (is(i, "*") && (word(i - 1).equals("select") || is(i - 1, "."))) {
                names.add("*");
            }
        }
    }

    private void tables(int start) {
        int i = table(start);
        while (i < tokens.size() && !AFTER_TABLE.contains(word(i)) && !is(i, "(") && !is(i, ")")) {
            i = is(i, ",") ? table(i + 1) : i + 1;
        }
    }

    private int table(int start) {
        if (start < tokens.size() && tokens.get(start).isName()) {
            int last = lastOfName(start);
            reads.add(name(last));
            return last + 1;
        }
        return start + 1;
    }

    private Map<String, String> where() {
        int from = find("where", 0);
        int end = from;
        while (end >= 0 && end < tokens.size() && !AFTER_WHERE.contains(word(end))) {
            end++;
        }
        boolean manyTables = reads.size() > 1;
        if (from < 0 || manyTables || !isPlain(from, end)) {
            return Map.of();
        }
        Map<String, String> equal = new HashMap<>();
        for (int i = from + 1; i < end - 2; i++) {
            boolean begins = Set.of("where", "and").contains(word(i - 1)) || is(i - 1, "(") || is(i - 1, ".");
            String value = begins && tokens.get(i).isName() && is(i + 1, "=") ? literal(i + 2, end) : null;
            if (value != null) {
                equal.put(name(i), value);
            }
        }
        return equal;
    }

    private boolean isPlain(int from, int end) {
        for (int i = from; i < end; i++) {
            boolean otherNot = word(i).equals("not") && !word(i - 1).equals("is");
            if (NOT_PLAIN.contains(word(i)) || otherNot) {
                return false;
            }
        }
        return true;
    }

    /** The literal that stands here alone; null if something else does, or if it was cut or hidden. */
    private @Nullable String literal(int at, int end) {
        int value = is(at, "-") ? at + 1 : at;
        boolean last = value + 1 >= end
                || is(value + 1, ")")
                || is(value + 1, ",")
                || word(value + 1).equals("and");
        if (value >= end || !last) {
            return null;
        }
        Token token = tokens.get(value);
        boolean constant = token.is("true") || token.is("false");
        boolean whole = !token.text().endsWith("…") && !token.text().contains("***");
        return (token.kind() == SqlTokens.Kind.LITERAL || constant) && whole
                ? (value > at ? "-" : "") + token.text()
                : null;
    }

    private Map<String, Change> changes(int start) {
        Map<String, Change> changes = new HashMap<>();
        int from = start;
        int depth = 0;
        for (int i = start; i <= tokens.size(); i++) {
            depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            boolean ends = i == tokens.size() || word(i).equals("where") || word(i).equals("returning");
            if (ends || (depth == 0 && is(i, ","))) {
                change(from, i, changes);
                from = i + 1;
            }
            if (ends && depth == 0) {
                break;
            }
        }
        return changes;
    }

    private void change(int from, int end, Map<String, Change> changes) {
        int column = lastOfName(from);
        boolean relative = false;
        boolean minus = false;
        for (int i = column + 2; i < end; i++) {
            relative |= tokens.get(i).isName() && name(i).equals(name(column));
            minus |= is(i, "-");
        }
        if (is(column + 1, "=")) {
            changes.put(name(column), new Change(relative, minus, relative ? null : literal(column + 2, end)));
        }
    }

    /** The columns and literals of a single row. */
    private Map<String, Change> values(int start) {
        List<String> columns = new ArrayList<>();
        int i = start;
        while (is(start, "(") && i < tokens.size() && !is(i, ")")) {
            if (tokens.get(i).isName()) {
                columns.add(name(i));
            }
            i++;
        }
        int values = find("values", start);
        Map<String, Change> row = new HashMap<>();
        int at = values + 2;
        for (String column : columns) {
            String value = values < 0 ? null : literal(at, tokens.size());
            if (value == null) {
                break; // an expression: where the next value begins is not known
            }
            row.put(column, new Change(false, false, value));
            at += (is(at, "-") ? 1 : 0) + 2;
        }
        boolean oneRow = at >= tokens.size() || !is(at, ",");
        return oneRow ? row : Map.of();
    }

    private boolean locksRows() {
        int locking = Math.max(find("for", 0), find("lock", 0));
        return locking > 0 && Set.of("update", "share", "no", "key", "in").contains(word(locking + 1));
    }

    private boolean has(String word) {
        return find(word, 0) >= 0;
    }

    private int find(String word, int from) {
        for (int i = Math.max(0, from); i < tokens.size(); i++) {
            if (word(i).equals(word)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the last part of a name with a schema before it. */
    private int lastOfName(int start) {
        int i = start;
        while (Set.of("only", "ignore", "low_priority").contains(word(i))) {
            i++;
        }
        while (is(i + 1, ".")) {
            i += 2;
        }
        return i;
    }

    private String name(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).text().toLowerCase(Locale.ROOT) : "";
    }

    private String word(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).kind() == SqlTokens.Kind.WORD
                ? tokens.get(i).text()
                : "";
    }

    private boolean is(int i, String sign) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(sign);
    }
}
