package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.counter.Ring;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the statements are given, and what they answer, as values. Drivers give numbers and booleans in several classes. */
final class CounterRows {

    private CounterRows() {}

    static Map<String, Object> of(String key, int first, int last) {
        return Map.of("key", key, "first", first, "last", last);
    }

    static Map<String, Object> of(Change change) {
        Map<String, Object> values = new HashMap<>();
        values.put("key", change.key());
        values.put("slot", change.slot());
        values.put("amount", change.amount());
        values.put("lowest", change.lowest());
        values.put("highest", change.highest());
        values.put("begins", change.isTakenBy(0));
        values.put("initial", change.isTakenBy(0) ? change.amount() : 0);
        return values;
    }

    static Map<String, Object> of(String key, Pace pace) {
        return Map.of("key", key, "micros", pace.micros());
    }

    static Map<String, Object> of(Take take) {
        Map<String, Object> values = new HashMap<>(of(take.key(), take.pace()));
        values.put("amount", take.amount());
        values.put("room", take.limit() - take.amount());
        return values;
    }

    /** The newest slot and the counts, from a column on. */
    static Ring ring(@Nullable Object[] row, int from, int slots) {
        List<Long> counts = new ArrayList<>(slots);
        for (int i = 0; i < slots; i++) {
            counts.add(number(row[from + 1 + i]));
        }
        return new Ring(number(row[from]), counts);
    }

    /** Whether it was taken, the clock, the newest slot and the counts. */
    static Window window(@Nullable Object[] row, int slots) {
        return new Window(flag(row[0]), number(row[1]), ring(row, 2, slots));
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** @throws ArithmeticException if it is more than a long can say */
    static long sum(@Nullable Object value) {
        return value instanceof BigDecimal sum ? sum.longValueExact() : number(value);
    }

    static boolean flag(@Nullable Object value) {
        return value instanceof Boolean flag ? flag : number(value) != 0;
    }

    /** The row came or went while the statement looked: the step is run again. */
    static SQLException moved(String key) {
        return new SQLTransactionRollbackException("the row of '" + key + "' came or went meanwhile", "40001");
    }
}
