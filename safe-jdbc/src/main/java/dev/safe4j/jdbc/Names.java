package dev.safe4j.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a name of a table, column or constraint may look like before it is looked up: never SQL. */
final class Names {

    private static final int LONGEST = 128;
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private Names() {}

    static boolean isPlain(String name) {
        return name.length() <= LONGEST && PLAIN.matcher(name).matches();
    }

    static String require(String what, @Nullable String name) {
        if (name == null || name.isBlank()) {
            throw new UnknownNameException(
                    "the name of a " + what + " must not be " + (name == null ? "null." : "blank."));
        }
        if (!isPlain(name)) {
            String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
            throw new UnknownNameException("'" + shown + "' is not the name of a " + what
                    + ": letters, digits, _ and $, up to " + LONGEST
                    + " of them, without quotes; the name is looked up in the database and quoted for you.");
        }
        return name;
    }
}
