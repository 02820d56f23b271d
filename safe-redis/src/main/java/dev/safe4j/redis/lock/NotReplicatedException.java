package dev.safe4j.redis.lock;

import java.time.Duration;
import java.util.List;

/** Says that locks were granted by the master, but too few replicas had them in time; they were given back. */
public final class NotReplicatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotReplicatedException(List<String> keys, int wanted, int acknowledged, Duration timeout) {
        super("locks " + keys + " were granted, but only " + acknowledged + " of " + wanted
                + " replicas had them within " + timeout.toMillis()
                + " ms, so they were given back. Look after the replicas, or ask for fewer (acknowledgedBy).");
    }
}
