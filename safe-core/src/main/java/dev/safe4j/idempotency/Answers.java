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
        if (type != Void.class && type != StoredAnswer.class) {
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
        if (value instanceof StoredAnswer own && type == StoredAnswer.class) {
            return own.size() > largest ? tooLarge(own.size(), largest) : own;
        }
        try {
            byte[] bytes = codec.encode(value, type);
            if (bytes.length > largest) {
                return tooLarge(bytes.length, largest);
            }
            codec.decode(bytes, type); // what cannot be read back is told now, and not when it is needed
            return StoredAnswer.result(cut(type.getTypeName()), bytes);
        } catch (RuntimeException | Error failure) {
            LOG.error("{} is done, and its result cannot be stored: nobody who asks again gets it.", id, failure);
            return StoredAnswer.tombstone("it cannot be stored as " + type.getTypeName() + ".");
        }
    }

    StoredAnswer toStore(Throwable failure, int largest) {
        StoredAnswer answer =
                StoredAnswer.failure(cut(failure.getClass().getName()), String.valueOf(failure.getMessage()));
        return answer.size() > largest ? tooLarge(answer.size(), largest) : answer;
    }

    private static StoredAnswer tooLarge(int size, int largest) {
        return StoredAnswer.tombstone("it has " + size + " bytes, and " + largest + " are kept at most.");
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), StoredAnswer.LONGEST_TYPE));
    }

    @Nullable
    Object fromStored(RequestId id, StoredAnswer answer, Type type, Failures failures) {
        if (type == StoredAnswer.class) {
            return answer; // a failure and a tombstone too: whoever made it knows what it means
        }
        return switch (answer.kind()) {
            case TOMBSTONE -> throw RequestRefusedException.notKept(id, answer.text());
            case FAILURE -> throw failures.again(id, answer);
            case RESULT -> {
                try {
                    yield read(answer, type);
                } catch (RuntimeException failure) {
                    throw RequestRefusedException.notKept(id, unreadable(answer, type), failure);
                }
            }
        };
    }

    @Nullable
    Object ofStep(RequestId id, String step, StoredAnswer answer, Type type) {
        String done = "step '" + step + "' of " + id + " was done, and its result was not kept: ";
        if (answer.kind() != StoredAnswer.Kind.RESULT) {
            throw new IllegalStateException(
                    done + answer.text() + " Have the step return what can be kept, such as an id.");
        }
        try {
            return read(answer, type);
        } catch (RuntimeException failure) {
            throw new IllegalStateException(done + unreadable(answer, type), failure);
        }
    }

    private @Nullable Object read(StoredAnswer answer, Type type) {
        if (type == StoredAnswer.class) {
            return answer;
        }
        return answer.type().isEmpty() || type == Void.class ? null : codec.decode(answer.bytes(), type);
    }

    private static String unreadable(StoredAnswer answer, Type type) {
        return "it was stored as " + answer.type() + ", and cannot be read as " + type.getTypeName() + ".";
    }
}
