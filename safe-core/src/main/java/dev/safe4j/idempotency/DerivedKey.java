package dev.safe4j.idempotency;

import dev.safe4j.name.Names;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys for the systems that an operation calls: made of its own id, so that every attempt has the same. */
final class DerivedKey {

    private DerivedKey() {}

    static String of(RequestId id, String call) {
        checked(call);
        String text = id.scope() + '\0' + id.operation() + '\0' + id.key() + '\0' + call;
        return HexFormat.of().formatHex(Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String checked(String step) {
        return Names.checked("the name of a step", step, RequestId.LONGEST_SCOPE);
    }
}
