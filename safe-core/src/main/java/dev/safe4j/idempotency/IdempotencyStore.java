package dev.safe4j.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where requests and their answers are kept: atomic steps, each of which carries the owner's token and tells whether it took. Thread-safe.
 *
 * <p>A step never waits for another owner. Times are those of the store's clock, inside the step: of the end of a lease and of the
 * time for which an answer is kept. Every step commits on its own, whatever the caller has open. A step that throws may have taken
 * effect; sent again with the same token it is answered as the first time, as far as nobody came in between.
 */
public interface IdempotencyStore extends AutoCloseable {

    /**
     * What is asked for.
     *
     * @param id the request
     * @param token of this asker alone
     * @param fingerprint what the request asks for; null if that is not
     *     compared; it is stored with the first claim, and compared where both have one
     * @param lease how long the claim lasts
     * @param takesOver whether a claim whose lease has ended is taken over
     */
    record Wanted(RequestId id, String token, @Nullable Fingerprint fingerprint, Duration lease, boolean takesOver) {}

    /**
     * Who may write.
     *
     * @param id the request
     * @param token of the claim
     * @param attempt which claim of this request it is, from 1
     */
    record Owner(RequestId id, String token, long attempt) {}

    /** What a request is found as. */
    sealed interface Answer {}

    /**
     * It is the asker's to run: nobody had asked, what was kept had expired, or a former owner's lease had ended.
     *
     * @param attempt which claim it is: above 1, a former owner may have done it, in part or whole
     */
    record Granted(long attempt) implements Answer {}

    /**
     * It is done.
     *
     * @param answer what is kept of it
     * @param since when it was completed, by the store's clock
     */
    record Completed(StoredAnswer answer, Instant since) implements Answer {}

    /**
     * Somebody is at it.
     *
     * @param attempt which claim
     * @param remaining how long its lease lasts, unless it is renewed
     */
    record Running(long attempt, Duration remaining) implements Answer {}

    /** The key was used for another request, whose fingerprint is not this one's; it is not told what became of it. */
    record OtherRequest() implements Answer {}

    /**
     * Somebody was at it, did not complete it, and is not to be taken over from.
     *
     * @param attempt which claim
     * @param since when its lease ended, by the store's clock
     */
    record Indeterminate(long attempt, Instant since) implements Answer {}

    /**
     * A claim that is to last.
     *
     * @param owner whose
     * @param lease for how long from now on
     */
    record Renewal(Owner owner, Duration lease) {}

    /**
     * Returns the name of the store.
     *
     * @return the name, for people and meters
     */
    String name();

    /**
     * Claims a request, or tells what it is found as, in one step.
     *
     * @param wanted what is asked for
     * @return what it is found as
     */
    Answer claim(Wanted wanted);

    /**
     * Stores the answer. Nothing else of the record changes.
     *
     * @param owner whose claim it is
     * @param answer what is kept
     * @param keep for how long from now on
     * @return false if the claim was no longer the owner's: nothing was written
     */
    boolean complete(Owner owner, StoredAnswer answer, Duration keep);

    /**
     * Forgets the request, with its steps: nothing happened.
     *
     * @param owner whose claim it is
     * @return false if the claim was no longer the owner's: nothing was written
     */
    boolean release(Owner owner);

    /**
     * Ends the lease at once: something may have happened, and the owner does not go on. The next who asks takes over, or finds it
     * indeterminate.
     *
     * @param owner whose claim it is
     * @return false if the claim was no longer the owner's: nothing was written
     */
    boolean abandon(Owner owner);

    /**
     * Makes claims last, as far as they are still their owners' and have not ended.
     *
     * @param renewals the claims, each of another request
     * @return for each, in the same order, whether it was renewed
     * @throws dev.safe4j.lease.PartlyRenewedException if the store keeps claims in several places and some did not answer
     */
    List<Boolean> renew(List<Renewal> renewals);

    /**
     * Records the result of a step of the work, if the claim is still the owner's and the step is not recorded yet.
     *
     * @param owner whose claim it is
     * @param step its name, 1 to {@value RequestId#LONGEST_SCOPE} characters
     * @param result what is kept of it
     * @return false if the claim was no longer the owner's: nothing was written
     */
    boolean record(Owner owner, String step, StoredAnswer result);

    /**
     * Returns the steps that were recorded, by this attempt and those before.
     *
     * @param id the request
     * @return by their names
     */
    Map<String, StoredAnswer> steps(RequestId id);

    /**
     * Tells what a request is found as, without claiming it.
     *
     * @param id the request
     * @return as {@link #claim} would find it without taking over; null if nobody asked or what was kept has expired
     */
    @Nullable
    Answer look(RequestId id);

    /**
     * Decides what became of a request whose owner's lease has ended, as somebody found out by other means.
     *
     * @param id the request
     * @param attempt the claim that was looked into
     * @param answer what is answered from now on; null to forget the request, since nothing happened
     * @param keep for how long the answer is kept
     * @return false if that is not how the request is found: nothing was written
     */
    boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep);

    /**
     * Deletes what has expired. A claim that was never completed is kept until it is taken over or resolved.
     *
     * @param atMost how many requests in this step, 1 or more
     * @return how many were deleted
     */
    int purge(int atMost);

    /** Lets go of what the store has for itself; what is kept stays. */
    @Override
    void close();
}
