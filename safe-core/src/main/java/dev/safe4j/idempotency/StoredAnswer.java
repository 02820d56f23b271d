package dev.safe4j.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** What is kept of an operation that is done, to answer the next who asks under its key. Immutable. */
public final class StoredAnswer {

    /** The longest type, in characters. */
    public static final int LONGEST_TYPE = 500;

    /** How the operation ended. */
    public enum Kind {
        /** It returned. */
        RESULT,
        /** It refused, in a way that a repetition is to get too. */
        FAILURE,
        /** It is done, and what it answered was not kept. */
        TOMBSTONE
    }

    private final Kind kind;
    private final String type;
    private final byte[] bytes;

    private StoredAnswer(Kind kind, String type, byte[] bytes) {
        this.kind = Objects.requireNonNull(kind, "the kind of a stored answer is null");
        this.type = type;
        this.bytes = bytes.clone();
        if (type.length() > LONGEST_TYPE) {
            throw new IllegalArgumentException("the type of a stored answer has at most " + LONGEST_TYPE
                    + " characters, and '" + type + "' has " + type.length() + ".");
        }
    }

    /**
     * Makes an answer as a store read it.
     *
     * @param kind how the operation ended
     * @param type what the bytes are, at most {@value #LONGEST_TYPE} characters
     * @param bytes the answer
     * @return the answer
     */
    public static StoredAnswer of(Kind kind, String type, byte[] bytes) {
        return new StoredAnswer(kind, type, bytes);
    }

    /**
     * Makes the answer of an operation that returned.
     *
     * @param type what the bytes are
     * @param bytes the result
     * @return the answer
     */
    public static StoredAnswer result(String type, byte[] bytes) {
        return of(Kind.RESULT, type, bytes);
    }

    /**
     * Makes the answer of an operation that returned nothing.
     *
     * @return the answer
     */
    public static StoredAnswer nothing() {
        return of(Kind.RESULT, "", new byte[0]);
    }

    /**
     * Makes the answer of an operation that refused.
     *
     * @param type the class of the failure
     * @param message its message
     * @return the answer
     */
    public static StoredAnswer failure(String type, String message) {
        return of(Kind.FAILURE, type, message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes what stands for an answer that is not kept.
     *
     * @param reason why not, for people
     * @return the answer
     */
    public static StoredAnswer tombstone(String reason) {
        return of(Kind.TOMBSTONE, "", reason.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns how the operation ended.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns what the bytes are.
     *
     * @return the type as it was stored; empty for nothing
     */
    public String type() {
        return type;
    }

    /**
     * Returns the answer.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns the size of the answer.
     *
     * @return in bytes
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Returns the answer as text: the message of a failure, the reason of a tombstone.
     *
     * @return the bytes, read as UTF-8
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredAnswer that
                && kind == that.kind
                && type.equals(that.type)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, type, Arrays.hashCode(bytes));
    }

    /** Returns kind, type and size; never what was answered, which is nobody's but the caller's. */
    @Override
    public String toString() {
        return kind + " " + type + " (" + bytes.length + " bytes)";
    }
}
