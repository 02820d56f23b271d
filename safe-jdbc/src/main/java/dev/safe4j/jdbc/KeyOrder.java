package dev.safe4j.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * The one order in which rows are locked and written when several are, so that no two callers wait for each other in a circle.
 * It is computed here and not by the database, so that collations and query plans have no say in it.
 */
public final class KeyOrder implements Comparator<List<?>> {

    /** The order; it has no state. */
    public static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    /**
     * Compares two keys, column by column.
     *
     * @param left the values of a key, none null
     * @param right the values of another key with the same columns
     * @return negative, zero or positive
     * @throws IllegalArgumentException if two values of one column have types that cannot be compared
     */
    @Override
    public int compare(List<?> left, List<?> right) {
        Iterator<?> others = right.iterator();
        for (Object value : left) {
            int order = compareValues(value, others.next());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both have the same class
    private static int compareValues(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return decimal(a).compareTo(decimal(b));
        }
        if (left instanceof UUID || left instanceof CharSequence) {
            return left.toString().compareTo(right.toString()); // a UUID's own order compares signed halves
        }
        if (left instanceof Comparable comparable && left.getClass() == right.getClass()) {
            return comparable.compareTo(right);
        }
        throw new IllegalArgumentException("keys of " + left.getClass().getSimpleName() + " and "
                + right.getClass().getSimpleName() + " cannot be put in order: give all keys of one type.");
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(number.toString());
    }
}
