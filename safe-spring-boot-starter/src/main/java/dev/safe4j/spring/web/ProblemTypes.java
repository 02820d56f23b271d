package dev.safe4j.spring.web;

import java.net.URI;

/** The {@code type} of each problem detail that safe4j answers with: stable, for clients to tell the cases apart. */
public final class ProblemTypes {

    /** The row was changed since the caller read it: 412 if the request has {@code If-Match}, else 409. */
    public static final URI STALE_VERSION = type("stale-version");

    /** The row is not in the state that the change needs: 409. */
    public static final URI UPDATE_REFUSED = type("update-refused");

    /** There is no such row: 404. */
    public static final URI ROW_MISSING = type("row-missing");

    /** A row with the same unique key is there already: 409. */
    public static final URI DUPLICATE = type("duplicate");

    /** Somebody else is changing the row: 409, with {@code Retry-After}. */
    public static final URI LOCKED = type("locked");

    /** Somebody else holds the lock that this needs: 423, with {@code Retry-After}. */
    public static final URI LOCK_TIMEOUT = type("lock-timeout");

    /** The lock was lost while this was done, so it may not have been done alone: 409. */
    public static final URI LEASE_LOST = type("lease-lost");

    /** Whether it was done is unknown: 500, so that nobody on the way repeats it as they would a 503. */
    public static final URI OUTCOME_UNKNOWN = type("outcome-unknown");

    private ProblemTypes() {}

    private static URI type(String name) {
        return URI.create("urn:safe4j:problem:" + name);
    }
}
