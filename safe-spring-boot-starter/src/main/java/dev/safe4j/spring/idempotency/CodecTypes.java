package dev.safe4j.spring.idempotency;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** What both codecs say about types. Stateless. */
final class CodecTypes {

    private CodecTypes() {}

    /** What is declared as an Object would be read back as something else than it was. */
    static void requireDeclared(Type type) {
        boolean isAny = type == Object.class || !(type instanceof Class<?> || type instanceof ParameterizedType);
        if (isAny) {
            throw new IllegalArgumentException(type.getTypeName()
                    + " does not say what the result is, so it cannot be read back as that: declare it.");
        }
        if (type instanceof ParameterizedType parameterized) {
            for (Type each : parameterized.getActualTypeArguments()) {
                requireDeclared(each);
            }
        }
    }

    static IllegalArgumentException unreadable(Type type, Exception why) {
        return new IllegalArgumentException(
                "a " + type.getTypeName() + " cannot be read back from JSON: " + why.getMessage(), why);
    }

    static IllegalArgumentException unwritable(Type type, Exception why) {
        return new IllegalArgumentException(
                "a " + type.getTypeName() + " cannot be written as JSON: " + why.getMessage(), why);
    }
}
