package dev.safe4j.spring.web;

import dev.safe4j.idempotency.RequestRefusedException.Reason;
import java.net.URI;

/** How a request under a key is refused over HTTP, by the filter and by exceptions alike. */
public enum RefusedRequest {
    /** No key. */
    KEY_MISSING(
            400, ProblemTypes.KEY_MISSING, "No idempotency key", "This needs an Idempotency-Key. Nothing was done."),
    /** No key that could be read. */
    KEY_MALFORMED(
            400,
            ProblemTypes.KEY_MALFORMED,
            "Malformed idempotency key",
            "The Idempotency-Key is malformed. Nothing was done."),
    /** Somebody is at it. */
    IN_PROGRESS(
            409,
            ProblemTypes.REQUEST_IN_PROGRESS,
            "Being carried out",
            "The request with this key is being carried out. Ask again under the same key for its answer."),
    /** Another request. */
    OTHER_REQUEST(
            422,
            ProblemTypes.OTHER_REQUEST,
            "Key used before",
            "This key was used for another request. A key belongs to one request: make a new one. Nothing was done."),
    /** Undecided. */
    INDETERMINATE(
            409,
            ProblemTypes.REQUEST_INDETERMINATE,
            "Outcome unknown",
            "The request with this key was begun and not completed. It is not carried out again before somebody has found"
                    + " out what became of it."),
    /** Done. */
    ANSWER_NOT_KEPT(
            409,
            ProblemTypes.ANSWER_NOT_KEPT,
            "Done already",
            "The request with this key was carried out, and its answer was not kept. It is not carried out again."),
    /** The store is down, before. */
    UNAVAILABLE(
            503,
            ProblemTypes.KEYS_UNAVAILABLE,
            "Not possible now",
            "Whether this request was carried out before cannot be looked up. Nothing was done; ask again under the same key."),
    /** The store is down, after. */
    NOT_STORED(
            503,
            ProblemTypes.ANSWER_NOT_STORED,
            "Not recorded",
            "The request was carried out, and its answer could not be recorded. Ask again under the same key."),
    /** The commit's answer was lost. */
    OUTCOME_UNKNOWN(
            503,
            ProblemTypes.KEYED_OUTCOME_UNKNOWN,
            "Outcome unknown",
            "The database's answer was lost, so either all of this was done or nothing. Ask again under the same key: then it is"
                    + " carried out, unless it was."),
    /** Rolled back. */
    CONFLICT(
            409,
            ProblemTypes.KEYED_CONFLICT,
            "Rolled back",
            "This met another change or lost its connection, and was rolled back. Nothing was done; ask again under the same"
                    + " key."),
    /** The claim was lost. */
    LOST(
            409,
            ProblemTypes.LEASE_LOST,
            "No longer alone",
            "The claim on this request was lost while it was carried out. Ask again under the same key for its answer."),
    /** Too large. */
    TOO_LARGE(
            413,
            ProblemTypes.KEYED_REQUEST_TOO_LARGE,
            "Too large",
            "The body of a request with an idempotency key is limited here. Nothing was done."),
    /** Multipart. */
    UNSUPPORTED(
            415,
            ProblemTypes.KEYED_REQUEST_UNSUPPORTED,
            "Not with a key",
            "A multipart request cannot be carried out under an idempotency key. Nothing was done.");

    private final int status;
    private final URI type;
    private final String title;
    private final String detail;

    RefusedRequest(int status, URI type, String title, String detail) {
        this.status = status;
        this.type = type;
        this.title = title;
        this.detail = detail;
    }

    /**
     * Returns how a refusal of the room is answered.
     *
     * @param reason of the refusal
     * @return the answer
     */
    public static RefusedRequest of(Reason reason) {
        return switch (reason) {
            case IN_PROGRESS -> IN_PROGRESS;
            case OTHER_REQUEST -> OTHER_REQUEST;
            case INDETERMINATE -> INDETERMINATE;
            case ANSWER_NOT_KEPT -> ANSWER_NOT_KEPT;
        };
    }

    /**
     * Returns the status.
     *
     * @return an HTTP status
     */
    public int status() {
        return status;
    }

    /**
     * Returns what tells this case from others of the same status.
     *
     * @return the type of the problem
     */
    public URI type() {
        return type;
    }

    /**
     * Returns the title.
     *
     * @return for people
     */
    public String title() {
        return title;
    }

    /**
     * Returns what happened and what to do.
     *
     * @return for people
     */
    public String detail() {
        return detail;
    }
}
