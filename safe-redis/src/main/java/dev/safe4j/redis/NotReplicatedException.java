package dev.safe4j.redis;

/**
 * Says that the master has done something that too few replicas had in time, and what became of it.
 *
 * @see "docs/patterns/single-node-lock.md"
 */
public final class NotReplicatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotReplicatedException(String what, Replicas wanted, int acknowledged, String consequence) {
        super(what + ", but only " + acknowledged + " of " + wanted.number() + " replicas had that within "
                + wanted.timeout().toMillis() + " ms, so " + consequence
                + ". Look after the replicas, or ask for fewer (acknowledgedBy).");
    }
}
