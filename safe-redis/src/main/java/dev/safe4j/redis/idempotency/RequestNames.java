package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The names of what is stored: one key for each request. A digest of the request stands in braces, so that braces in its parts do not
 * decide where a cluster keeps it; the parts follow with their lengths, so that no two requests have one name.
 *
 * @param prefix of every key
 */
record RequestNames(String prefix) {

    /** Spreads the requests over a cluster; what tells them apart is what follows. */
    private static final int DIGITS = 16;

    RequestNames {
        if (prefix.isBlank() || prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "the prefix of the keys of requests must not be blank or hold braces, which decide where a"
                            + " cluster keeps a key: '" + prefix + "'.");
        }
    }

    String request(RequestId id) {
        return prefix + "{" + digest(id) + "}:" + id.scope().length() + ":" + id.scope() + ":"
                + id.operation().length() + ":" + id.operation() + ":" + id.key();
    }

    private static String digest(RequestId id) {
        String text = Fingerprint.of(Stream.of(id.scope(), id.operation(), id.key())
                        .map(part -> part.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new))
                .text();
        int begin = text.indexOf(':') + 1;
        return text.substring(begin, begin + DIGITS);
    }
}
