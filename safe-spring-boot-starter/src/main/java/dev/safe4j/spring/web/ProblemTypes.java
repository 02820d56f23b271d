package dev.safe4j.spring.web;

import java.net.URI;

/**
 * The {@code type} of each problem detail that safe4j answers with: stable, for clients to tell the cases apart. The tables of the guide have
 * the page of the hazard behind each.
 *
 * @see "docs/guide/starter.md"
 * @see "docs/guide/idempotency-http.md"
 */
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

    /** The quota of such requests is used up: 429, with {@code Retry-After}. */
    public static final URI QUOTA_EXCEEDED = type("quota-exceeded");

    /** Whether it was done is unknown: 500, so that nobody on the way repeats it as they would a 503. */
    public static final URI OUTCOME_UNKNOWN = type("outcome-unknown");

    /** The request has no idempotency key, and this route needs one: 400. */
    public static final URI KEY_MISSING = type("idempotency-key-missing");

    /** The header of the idempotency key holds none: 400. */
    public static final URI KEY_MALFORMED = type("idempotency-key-malformed");

    /** The request is being carried out: 409, with {@code Retry-After}. */
    public static final URI REQUEST_IN_PROGRESS = type("idempotency-in-progress");

    /** The key was used for another request: 422. */
    public static final URI OTHER_REQUEST = type("idempotency-other-request");

    /** The request was begun and never completed, and nobody knows yet what became of it: 409. */
    public static final URI REQUEST_INDETERMINATE = type("idempotency-indeterminate");

    /** The request was carried out, and its answer was not kept: 409. */
    public static final URI ANSWER_NOT_KEPT = type("idempotency-answer-not-kept");

    /** Keys cannot be looked up, so nothing was done: 503, with {@code Retry-After}. */
    public static final URI KEYS_UNAVAILABLE = type("idempotency-unavailable");

    /** The request was carried out, and its answer could not be recorded: 503. Ask again under the same key. */
    public static final URI ANSWER_NOT_STORED = type("idempotency-not-stored");

    /** Whether the request was carried out is unknown, and asking again under the same key is safe: 503, with {@code Retry-After}. */
    public static final URI KEYED_OUTCOME_UNKNOWN = type("idempotency-outcome-unknown");

    /** The request was rolled back, and asking again may succeed; nothing was done: 409, with {@code Retry-After}. */
    public static final URI KEYED_CONFLICT = type("idempotency-conflict");

    /** The body of a request under a key is larger than those that are guarded: 413. */
    public static final URI KEYED_REQUEST_TOO_LARGE = type("idempotency-request-too-large");

    /** A request of this content type cannot be guarded: 415. */
    public static final URI KEYED_REQUEST_UNSUPPORTED = type("idempotency-unsupported");

    private ProblemTypes() {}

    private static URI type(String name) {
        return URI.create("urn:safe4j:problem:" + name);
    }
}
