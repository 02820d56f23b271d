package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Mask;
import org.jspecify.annotations.Nullable;

/** Makes text fit to be shown: secrets hidden, and no character in it that moves or hides others. */
final class Shown {

    private Shown() {}

    /** On one line. */
    static String line(String text) {
        return visible(Mask.configured().hide(text), false);
    }

    /** On as many lines as it has. */
    static String lines(String text) {
        return visible(Mask.configured().hide(text), true);
    }

    /** On one line, whatever white space it has. */
    static String sentence(String text) {
        return line(text.replaceAll("\\s+", " ").strip());
    }

    /** The first line of an error's message: what follows, and MariaDB's number of the connection, differs from run to run. */
    static String error(@Nullable String message) {
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return line(first.replaceAll("\\(conn=\\d+\\) ", ""));
    }

    private static String visible(String text, boolean manyLines) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                shown.append(manyLines ? "\n" : "\\n");
            } else if (c == '\t') {
                shown.append(manyLines ? "    " : "\\t");
            } else if (isInvisible(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Control characters, line separators, halves of pairs, and those that turn the direction of what follows. */
    private static boolean isInvisible(int c) {
        boolean turns = (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c;
        return turns || Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff);
    }
}
