package dev.safe4j.spring.http;

import dev.safe4j.idempotency.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key out of its header: a String of RFC 9651 in double quotes; unless strict, the bare value too, which is then the same key.
 * Immutable and thread-safe.
 */
final class KeyHeader {

    private final boolean strict;

    KeyHeader(boolean strict) {
        this.strict = strict;
    }

    /**
     * Reads the key.
     *
     * @param lines of the header, in their order
     * @return the key; null if there is no line
     * @throws MalformedKeyException if there is no key in it, or more than one
     */
    @Nullable
    String read(List<String> lines) throws MalformedKeyException {
        if (lines.isEmpty()) {
            return null;
        }
        if (lines.size() > 1) {
            throw new MalformedKeyException("there is more than one of it: together they are a list.");
        }
        String line = trimmed(lines.get(0));
        String key = strict || line.startsWith("\"") ? StructuredField.string(line) : bare(line);
        if (key.isBlank()) {
            throw new MalformedKeyException("it is empty.");
        }
        if (key.length() > RequestId.LONGEST_KEY) {
            throw new MalformedKeyException(
                    "it has more than " + RequestId.LONGEST_KEY + " characters: " + key.length() + ".");
        }
        return key;
    }

    /** Without the blanks around it, which are none of the field's value. */
    private static String trimmed(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isBlank(line.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isBlank(char any) {
        return any == ' ' || any == '\t';
    }

    /** What could be the beginning of something else than one value is none. */
    private static String bare(String line) throws MalformedKeyException {
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            if (each <= ' ' || each > '~' || "\",;\\".indexOf(each) >= 0) {
                throw new MalformedKeyException("without quotes it holds printable ASCII only, and no blank,"
                        + " quote, comma, semicolon or backslash.");
            }
        }
        return line;
    }
}
