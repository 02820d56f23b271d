package dev.safe4j.shop.race;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number of the end state.
 *
 * @param name what it counts
 * @param actual what it is
 * @param expected what it should be; null if it is only worth knowing
 */
public record Figure(
        String name, BigDecimal actual, @Nullable BigDecimal expected) {

    public static Figure exactly(String name, BigDecimal actual, BigDecimal expected) {
        return new Figure(name, actual, expected);
    }

    public static Figure exactly(String name, long actual, long expected) {
        return new Figure(name, BigDecimal.valueOf(actual), BigDecimal.valueOf(expected));
    }

    /** A number of which the largest counts, and none is wrong. */
    public static Figure largest(String name, long actual) {
        return new Figure(name, BigDecimal.valueOf(actual), null);
    }

    public boolean isRight() {
        return expected == null || expected.compareTo(actual) == 0;
    }

    /** The figure over several rounds. */
    Figure plus(Figure other) {
        if (expected == null || other.expected == null) {
            return new Figure(name, actual.max(other.actual), null);
        }
        return new Figure(name, actual.add(other.actual), expected.add(other.expected));
    }

    @Override
    public String toString() {
        String is = name + " " + actual.toPlainString();
        return isRight() || expected == null ? is : is + ", not " + expected.toPlainString();
    }
}
