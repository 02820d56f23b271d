package dev.safe4j.idempotency;

import java.lang.reflect.Type;

/** Turns results into bytes and back, so that they can be stored and replayed. Thread-safe. */
public interface AnswerCodec {

    /**
     * Returns the codec for what is one text, number or truth value, or bytes; it needs no library.
     *
     * @return the codec
     */
    static AnswerCodec plain() {
        return new PlainCodec();
    }

    /**
     * Finds out, before anything is run, whether results of a type can be stored and replayed.
     *
     * @param type the type
     * @throws IllegalArgumentException if they cannot; says why
     */
    void check(Type type);

    /**
     * Turns a result into bytes.
     *
     * @param value the result
     * @param type what it was declared as
     * @return the bytes
     * @throws IllegalArgumentException if it cannot be turned into bytes
     */
    byte[] encode(Object value, Type type);

    /**
     * Turns bytes back into a result.
     *
     * @param bytes what was stored
     * @param type what it was declared as
     * @return the result
     * @throws IllegalArgumentException if the bytes are none of that type
     */
    Object decode(byte[] bytes, Type type);
}
