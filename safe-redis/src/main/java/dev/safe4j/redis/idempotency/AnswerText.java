package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.idempotency.StoredAnswer.Kind;
import java.util.Base64;

/** Answers as one text each, since scripts take and give texts: the kind, the bytes in Base64, and the type, which may hold blanks. */
final class AnswerText {

    private static final int PARTS = 3;

    private AnswerText() {}

    static String of(StoredAnswer answer) {
        return answer.kind() + " " + Base64.getEncoder().encodeToString(answer.bytes()) + " " + answer.type();
    }

    static StoredAnswer read(String text) {
        String[] parts = text.split(" ", PARTS);
        return StoredAnswer.of(
                Kind.valueOf(parts[0]), parts[2], Base64.getDecoder().decode(parts[1]));
    }
}
