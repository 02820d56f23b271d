package dev.safe4j.lease;

/**
 * Says that a lease ended before its holder gave it up: somebody else may have held it since, so what was done under it may have
 * been done twice or in between.
 *
 * @see "docs/patterns/lost-lease.md"
 */
public final class LeaseLostException extends RuntimeException {

    /** Why, if the store said so. */
    public static final String NOT_THE_OWNER = "the store says that it is no longer the owner's";

    private static final long serialVersionUID = 1L;

    private final String key;
    private final long fence;
    private final String why;

    /**
     * Makes the exception.
     *
     * @param key of the lease
     * @param fence its fencing number
     * @param why how it was lost
     */
    public LeaseLostException(String key, long fence, String why) {
        super("the lease of '" + key + "' (fence " + fence + ") was lost: " + why
                + ". Somebody else may hold it now: stop, and check what was written under it.");
        this.key = key;
        this.fence = fence;
        this.why = why;
    }

    /**
     * Returns what was held.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Returns the number that a fenced resource knows the lost lease by.
     *
     * @return the fencing number
     */
    public long fence() {
        return fence;
    }

    /**
     * Returns how it was lost.
     *
     * @return a clause
     */
    public String why() {
        return why;
    }
}
