package dev.safe4j.idempotency;

import java.time.Duration;
import java.time.Instant;

/** What a request was found as when it was claimed. */
public sealed interface Claim
        permits OwnedClaim, Claim.Replay, Claim.InProgress, Claim.OtherRequest, Claim.Indeterminate {

    /**
     * It is done: answer what is stored.
     *
     * @param answer what is kept of it
     * @param since when it was completed, by the store's clock
     */
    record Replay(StoredAnswer answer, Instant since) implements Claim {}

    /**
     * Somebody is at it.
     *
     * @param attempt which claim
     * @param remaining how long its lease lasts, unless it is renewed: when to ask again
     */
    record InProgress(long attempt, Duration remaining) implements Claim {}

    /** The key was used for another request. */
    record OtherRequest() implements Claim {}

    /**
     * Somebody was at it and did not complete it, and it is not to be taken over: somebody has to find out and
     * {@linkplain Idempotency#resolve resolve} it.
     *
     * @param attempt which claim
     * @param since when its lease ended, by the store's clock
     */
    record Indeterminate(long attempt, Instant since) implements Claim {}
}
