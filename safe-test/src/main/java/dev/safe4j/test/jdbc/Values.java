package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Mask;
import org.jspecify.annotations.Nullable;

/** Writes values as they stand in a timeline. */
final class Values {

    private static final int LONGEST = 40;

    private Values() {}

    static String literal(@Nullable Object value) {
        return value == null || value instanceof Number || value instanceof Boolean
                ? plain(value)
                : "'" + plain(value) + "'";
    }

    static String plain(@Nullable Object value) {
        String whole = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        String text = Mask.configured().hide(whole); // before it is cut: half a secret does not match any more
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
