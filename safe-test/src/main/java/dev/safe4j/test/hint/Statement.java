package dev.safe4j.test.hint;

import dev.safe4j.test.jdbc.SqlTokens;
import dev.safe4j.test.jdbc.SqlTokens.Token;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement, as far as its text tells plainly what it is about.
 *
 * @param kind what it does
 * @param table what it writes; "" if it only reads
 * @param reads the tables it reads from, without the one it updates or deletes from
 * @param names the names that are in it, columns among them; {@code *} if it reads all columns
 * @param where the columns that have to be equal to a literal; empty if that is not plain
 * @param changes the columns it writes
 * @param locking whether it locks what it reads
 */
record Statement(
        Kind kind,
        String table,
        Set<String> reads,
        Set<String> names,
        Map<String, String> where,
        Map<String, Change> changes,
        boolean locking) {

    /** What it does. */
    enum Kind {
        SELECT,
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * What is written to a column.
     *
     * @param relative whether it is made of the column's own value, by the server
     * @param minus whether something is subtracted
     * @param literal the value, if it is one
     */
    record Change(boolean relative, boolean minus, @Nullable String literal) {}

    /** The statements of a text that are plain; what is not understood is left out. */
    static List<Statement> of(String text) {
        return StatementParser.split(SqlTokens.of(text)).stream()
                .map(Statement::parse)
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    private static java.util.Optional<Statement> parse(List<Token> tokens) {
        return new StatementParser(tokens).parse();
    }

    /** A command of Redis, as a statement about a table of that key. */
    static List<Statement> ofCommand(String text, Set<String> reads, Set<String> writes) {
        String command = text.strip().split("\\s+", 2)[0].toUpperCase(java.util.Locale.ROOT);
        Map<String, Change> set = Map.of("value", new Change(false, false, null));
        Map<String, String> key = Map.of("key", "");
        Set<String> value = Set.of("key", "value");
        if (command.equals("GET") && reads.size() == 1) {
            return List.of(new Statement(Kind.SELECT, "", reads, value, key, Map.of(), false));
        }
        if (writes.size() == 1
                && Set.of("SET", "DEL", "INCR", "INCRBY", "DECR", "DECRBY").contains(command)) {
            Kind kind = command.equals("DEL") ? Kind.DELETE : Kind.UPDATE;
            return List.of(new Statement(kind, writes.iterator().next(), Set.of(), value, key, set, false));
        }
        return List.of();
    }

    boolean writes() {
        return kind != Kind.SELECT;
    }

    /** Whether what it reads is, or may well be, changed by the other one. */
    boolean readsWhatIsWrittenBy(Statement other) {
        if (!reads.contains(other.table) || isDisjointFrom(other)) {
            return false;
        }
        return other.kind != Kind.UPDATE || names.contains("*") || !Collections.disjoint(names, other.changes.keySet());
    }

    /** Whether both are, for sure, not about the same rows. */
    boolean isDisjointFrom(Statement other) {
        Map<String, String> theirs = other.rows();
        return rows().entrySet().stream()
                .anyMatch(mine ->
                        theirs.containsKey(mine.getKey()) && !mine.getValue().equals(theirs.get(mine.getKey())));
    }

    /** The columns whose values say which rows it is about. */
    private Map<String, String> rows() {
        return kind != Kind.INSERT
                ? where
                : changes.entrySet().stream()
                        .filter(each -> each.getValue().literal() != null)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                each -> String.valueOf(each.getValue().literal())));
    }
}
