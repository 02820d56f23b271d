package dev.safe4j.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys for the systems that an operation calls: made of its own id, so that every attempt has the same. */
final class DerivedKey {

    private DerivedKey() {}

    static String of(RequestId id, String call) {
        checkStep(call);
        String text = id.scope() + '\0' + id.operation() + '\0' + id.key() + '\0' + call;
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void checkStep(String name) {
        if (name.isBlank()
                || name.length() > RequestId.LONGEST_SCOPE
                || name.chars().anyMatch(Character::isISOControl)
                || RequestId.isTorn(name)) {
            throw new IllegalArgumentException("a step has a name of 1 to " + RequestId.LONGEST_SCOPE
                    + " characters, none of them control characters or half characters; '"
                    + name.replaceAll("\\p{Cntrl}", "?")
                    + "' is none.");
        }
    }
}
