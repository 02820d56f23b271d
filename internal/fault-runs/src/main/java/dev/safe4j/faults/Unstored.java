package dev.safe4j.faults;

import dev.safe4j.idempotency.IdempotencyListener;
import dev.safe4j.idempotency.RequestId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the requests whose caller was answered though the answer could not be stored, which is run again. Thread-safe. */
final class Unstored implements IdempotencyListener {

    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    @Override
    public void onEnded(RequestId id, Ended ended, Duration time) {
        if (ended == Ended.NOT_STORED) {
            keys.add(id.key());
        }
    }

    /** Whether that happened to the request since this was asked last. */
    boolean isSo(String key) {
        return keys.remove(key);
    }
}
