package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Column;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Table;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One column's change, without its values: part of a statement's shape.
 *
 * @param column the column as the caller wrote it
 * @param kind how it changes
 * @param expression the expression of {@link Kind#EXPRESSION}, null for the others
 */
record Assignment(String column, Kind kind, @Nullable String expression) {

    enum Kind {
        SET,
        ADD,
        SUBTRACT,
        EXPRESSION
    }

    /** The assignment as SQL; {@code owner} comes before the old value, where a statement knows two rows. */
    String sql(Table table, String owner) {
        String name = table.quoted(column);
        return name + " = "
                + switch (kind) {
                    case SET -> "?";
                    case ADD -> owner + name + " + ?";
                    case SUBTRACT -> owner + name + " - ?";
                    case EXPRESSION -> "(" + expression + ")";
                };
    }

    /** What has to hold for the assignments to mean anything: what is added to a null is lost, since the sum is null, too. */
    static Stream<String> needed(List<Assignment> all, Table table) {
        return all.stream()
                .filter(each -> each.isRelative() && table.column(each.column).nullable())
                .map(each -> table.quoted(each.column) + " is not null");
    }

    private boolean isRelative() {
        return kind == Kind.ADD || kind == Kind.SUBTRACT;
    }

    /** Refuses an upsert that would lose what it adds: it has no condition that could tell. */
    void requireNoNull(Table table) {
        if (isRelative() && table.column(column).nullable()) {
            throw new IllegalArgumentException("column '" + column + "' of " + table + " may be null, and what is added"
                    + " to a null is lost: make it not null, or assign an expression, such as coalesce(" + column
                    + ", 0) + ?, by orAssign.");
        }
    }

    /** Checks the single value of an assignment that is not an expression. */
    @Nullable
    Object bound(Table table, @Nullable Object value, Dialect dialect) {
        Column target = table.column(column);
        if (kind == Kind.SET) {
            return target.bound(value, dialect);
        }
        if (!target.isNumeric()) {
            throw new IllegalArgumentException("column '" + column + "' of " + table
                    + " holds no numbers, so nothing can be added to or subtracted from it.");
        }
        if (!(value instanceof Number amount) || isNegative(amount)) {
            throw new IllegalArgumentException(
                    "the amount to " + (kind == Kind.ADD ? "add to" : "subtract from") + " column '" + column + "' of "
                            + table + " must be a number of zero or more, and is " + value + ".");
        }
        return target.bound(value, dialect);
    }

    private static boolean isNegative(Number amount) {
        return amount instanceof BigDecimal decimal ? decimal.signum() < 0 : amount.doubleValue() < 0;
    }

    /**
     * The order in which a statement makes its assignments, as their indexes. MySQL and MariaDB assign from left to right and read
     * what they have just written; the others read the old row. With the expressions first both read the same, unless an expression
     * reads the column of another one.
     *
     * @throws IllegalArgumentException if one does, on MySQL or MariaDB
     */
    static int[] order(List<Assignment> all, Table table, Dialect dialect) {
        IntStream asGiven = IntStream.range(0, all.size());
        if (!dialect.isMySqlFamily()) {
            return asGiven.toArray();
        }
        requireSimultaneous(
                all.stream().filter(each -> each.kind() == Kind.EXPRESSION).toList(), table);
        return asGiven.boxed()
                .sorted(Comparator.comparing(i -> all.get(i).kind() != Kind.EXPRESSION))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireSimultaneous(List<Assignment> expressions, Table table) {
        for (int i = 1; i < expressions.size(); i++) {
            for (Assignment earlier : expressions.subList(0, i)) {
                String expression = String.valueOf(expressions.get(i).expression());
                String word = "(?i)(?<![\\p{L}\\p{N}_$])" + Pattern.quote(earlier.column()) + "(?![\\p{L}\\p{N}_$])";
                if (Pattern.compile(word).matcher(expression).find()) {
                    throw new IllegalArgumentException("the expression for column '"
                            + expressions.get(i).column() + "' of " + table + " reads column '" + earlier.column()
                            + "', which another expression changes: this database would read the new value."
                            + " Write it without that column, or in two updates.");
                }
            }
        }
    }
}
