package dev.safe4j.test.redis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and values of Redis as text. */
final class Texts {

    private static final int LONGEST = 40;
    private static final int MOST = 6;
    /** What Java's serialization writes before a short string, then two bytes of its length. */
    private static final byte[] SERIALIZED_STRING = {(byte) 0xac, (byte) 0xed, 0, 5, 't'};

    private static final int LENGTH_BYTES = 2;

    private Texts() {}

    /** The whole of it, to tell keys apart: two that differ in bytes that are no UTF-8 may come out equal. */
    static String whole(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** As it stands in a timeline: bytes as UTF-8, or by their number where they are none. */
    static String shown(@Nullable Object value) {
        if (value == null) {
            return "nil";
        }
        if (value instanceof byte[] bytes) {
            String text = decoded(bytes);
            return text == null ? bytes.length + " bytes" : shown(text);
        }
        if (value instanceof ByteBuffer buffer) {
            return shown(bytesOf(buffer));
        }
        String text = value instanceof CharSequence || isPlain(value)
                ? String.valueOf(value)
                : value.getClass().getSimpleName();
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        String line = cut.replaceAll("\\p{Cntrl}+", " ");
        return line.isBlank() || line.indexOf(' ') >= 0 ? "'" + line + "'" : line;
    }

    /** Whether it is more than an object with options. */
    static boolean isShown(Object value) {
        return value instanceof byte[] || value instanceof ByteBuffer || isPlain(value);
    }

    private static boolean isPlain(Object value) {
        try {
            return !value.getClass().getMethod("toString").getDeclaringClass().equals(Object.class);
        } catch (NoSuchMethodException impossible) {
            return false;
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer content(byte[] bytes) {
        int head = SERIALIZED_STRING.length;
        boolean serialized = bytes.length > head + LENGTH_BYTES
                && Arrays.equals(bytes, 0, head, SERIALIZED_STRING, 0, SERIALIZED_STRING.length);
        int from = serialized ? head + LENGTH_BYTES : 0;
        return ByteBuffer.wrap(bytes, from, bytes.length - from);
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(content(bytes)).toString();
            return text.chars().anyMatch(Character::isISOControl) && !text.contains("\n") ? null : text;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** What a command returned. */
    static String result(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, each) -> entries.add(shown(key) + "=" + result(each)));
            return list(entries, "{", "}");
        }
        if (value instanceof Collection<?> items) {
            return list(items.stream().map(Texts::result).toList(), "[", "]");
        }
        return shown(value);
    }

    private static String list(List<String> items, String open, String close) {
        String most = String.join(", ", items.subList(0, Math.min(MOST, items.size())));
        return open + most + (items.size() > MOST ? ", … " + items.size() + " in all" : "") + close;
    }

    /** A script by its beginning, on one line. */
    static String script(String source) {
        return shown(source.strip().replaceAll("\\s+", " "));
    }
}
