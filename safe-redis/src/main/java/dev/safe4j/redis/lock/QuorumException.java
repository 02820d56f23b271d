package dev.safe4j.redis.lock;

import java.util.List;

/**
 * Says that too few servers of a quorum answered to tell what holds. Each server's failure is suppressed in it.
 *
 * @see "docs/patterns/single-node-lock.md"
 */
public final class QuorumException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuorumException(String what, List<? extends Throwable> failures) {
        super(what);
        failures.forEach(this::addSuppressed);
    }
}
