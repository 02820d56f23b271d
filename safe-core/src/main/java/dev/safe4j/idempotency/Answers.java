package dev.safe4j.idempotency;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results as they are stored and replayed. Thread-safe. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final AnswerCodec codec;

    Answers(AnswerCodec codec) {
        this.codec = codec;
    }

    void check(Type type) {
        if (type != Void.class) {
            codec.check(type);
        }
    }

    byte[] encode(Object value, Type type) {
        return codec.encode(value, type);
    }

    /** The work is done, so whatever is wrong with its result, it must not be run again: then a tombstone stands for it. */
    StoredAnswer toStore(RequestId id, @Nullable Object value, Type type, int largest) {
        if (value == null || type == Void.class) {
            return StoredAnswer.nothing();
        }
        try {
            byte[] bytes = codec.encode(value, type);
            if (bytes.length > largest) {
                return StoredAnswer.tombstone(
                        "it has " + bytes.length + " bytes, and " + largest + " are kept at most.");
            }
            codec.decode(bytes, type); // what cannot be read back is told now, and not when it is needed
            return StoredAnswer.result(name(type), bytes);
        } catch (RuntimeException failure) {
            LOG.error("{} is done, and its result cannot be stored: nobody who asks again gets it.", id, failure);
            return StoredAnswer.tombstone("it cannot be stored as " + type.getTypeName() + ".");
        }
    }

    private static String name(Type type) {
        String name = type.getTypeName();
        return name.substring(0, Math.min(name.length(), StoredAnswer.LONGEST_TYPE));
    }

    @Nullable
    Object fromStored(RequestId id, StoredAnswer answer, Type type, Failures failures) {
        return switch (answer.kind()) {
            case TOMBSTONE -> throw RequestRefusedException.notKept(id, answer.text());
            case FAILURE -> throw failures.again(id, answer);
            case RESULT -> answer.type().isEmpty() ? null : codec.decode(answer.bytes(), type);
        };
    }
}
