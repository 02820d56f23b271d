package dev.safe4j.test.report;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, strings, numbers, booleans and nulls as JSON. */
final class Json {

    private static final String ESCAPED = "\"\\\b\f\n\r\t";
    private static final String LETTERS = "\"\\bfnrt";

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String write(@Nullable Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.text.append('\n').toString();
    }

    private void value(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            map(map, indent);
        } else if (value instanceof List<?> list) {
            list(list, indent);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void map(Map<?, ?> map, String indent) {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        text.append('{');
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            text.append(indent).append("  ");
            string(String.valueOf(entry.getKey()));
            text.append(": ");
            value(entry.getValue(), indent + "  ");
            text.append(entries.hasNext() ? "," : indent);
        }
        text.append('}');
    }

    private void list(List<?> list, String indent) {
        Iterator<?> values = list.iterator();
        text.append('[');
        while (values.hasNext()) {
            text.append(indent).append("  ");
            value(values.next(), indent + "  ");
            text.append(values.hasNext() ? "," : indent);
        }
        text.append(']');
    }

    /** What is unsafe inside a script element, and halves of pairs, are written by their numbers. */
    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int escaped = ESCAPED.indexOf(c);
            if (escaped >= 0) {
                text.append('\\').append(LETTERS.charAt(escaped));
            } else if (c < ' ' || "<>&'\u007f\u2028\u2029".indexOf(c) >= 0 || isHalf(value, i)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private static boolean isHalf(String value, int i) {
        char c = value.charAt(i);
        boolean high = Character.isHighSurrogate(c)
                && (i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1)));
        boolean low = Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
        return high || low;
    }
}
