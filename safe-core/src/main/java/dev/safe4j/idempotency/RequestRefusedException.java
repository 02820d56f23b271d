package dev.safe4j.idempotency;

import java.time.Duration;
import java.time.Instant;

/**
 * Says that an operation was not run and not answered: its key belongs to a request that is under way, another one, or undecided.
 *
 * @see "docs/patterns/duplicate-request.md"
 */
public final class RequestRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Somebody is at it: ask again later. */
        IN_PROGRESS,
        /** The key was used for another request: use another key. */
        OTHER_REQUEST,
        /** Somebody was at it and did not complete it: it has to be resolved. */
        INDETERMINATE,
        /** It is done, and its answer was not kept. */
        ANSWER_NOT_KEPT
    }

    private final RequestId id;
    private final Reason reason;
    private final Duration retryAfter;

    RequestRefusedException(RequestId id, Reason reason, Duration retryAfter, String message) {
        super(message);
        this.id = id;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    static RequestRefusedException inProgress(RequestId id, Duration remaining) {
        return new RequestRefusedException(
                id,
                Reason.IN_PROGRESS,
                remaining,
                id + " is in progress elsewhere, and was not done within the wait; its lease ends in "
                        + remaining.toMillis() + " ms unless it is renewed. Ask again, or wait longer (within).");
    }

    static RequestRefusedException otherRequest(RequestId id) {
        return new RequestRefusedException(
                id,
                Reason.OTHER_REQUEST,
                Duration.ZERO,
                id + " was asked for before with another request. A key belongs to one request: make a new key.");
    }

    static RequestRefusedException indeterminate(RequestId id, long attempt, Instant since) {
        return new RequestRefusedException(
                id,
                Reason.INDETERMINATE,
                Duration.ZERO,
                id + " was begun (attempt " + attempt + ") and not completed before its lease ended at " + since
                        + ", and is not taken over. Find out what became of it, then resolve it.");
    }

    static RequestRefusedException notKept(RequestId id, String why) {
        return new RequestRefusedException(
                id, Reason.ANSWER_NOT_KEPT, Duration.ZERO, id + " is done; its answer was not kept: " + why);
    }

    static RequestRefusedException notKept(RequestId id, String why, RuntimeException cause) {
        RequestRefusedException refused = notKept(id, why);
        refused.initCause(cause);
        return refused;
    }

    /**
     * Returns which request.
     *
     * @return its id
     */
    public RequestId id() {
        return id;
    }

    /**
     * Returns why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns when to ask again, as far as that is known.
     *
     * @return the time, zero if it is not known or of no use
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
