package dev.safe4j.idempotency;

import dev.safe4j.name.Names;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** Stores results that are one text, number or truth value, or bytes; needs no library. */
final class PlainCodec implements AnswerCodec {

    private static final Map<Type, Function<String, Object>> READERS = Map.of(
            String.class,
            text -> text,
            Long.class,
            Long::valueOf,
            Integer.class,
            Integer::valueOf,
            Boolean.class,
            Boolean::valueOf,
            BigDecimal.class,
            BigDecimal::new);

    @Override
    public void check(Type type) {
        if (type != byte[].class && !READERS.containsKey(type)) {
            throw new IllegalArgumentException("results of " + type.getTypeName()
                    + " cannot be stored without a codec: set one (Idempotency.builder(store).codec), such as the one for"
                    + " JSON that the starter brings.");
        }
    }

    @Override
    public byte[] encode(Object value, Type type) {
        check(type);
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        String text = value.toString();
        if (Names.isTorn(text)) {
            throw new IllegalArgumentException("a text that holds half a character cannot be stored as it is.");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        check(type);
        Function<String, Object> reader = READERS.get(type);
        return reader == null ? bytes : reader.apply(new String(bytes, StandardCharsets.UTF_8));
    }
}
