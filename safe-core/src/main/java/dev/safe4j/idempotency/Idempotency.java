package dev.safe4j.idempotency;

import java.lang.reflect.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Operations that are done once under a key, and answered the same to everybody who asks again. Immutable and thread-safe.
 *
 * <p>In the lease mode, which is the default, the claim is written on a connection of the store's own, whatever transaction the caller
 * has open; in the {@linkplain IdempotentOperation#sameTransaction() same-transaction mode} the operation opens the transaction itself.
 */
public final class Idempotency implements AutoCloseable {

    /** How long a claim lasts without a renewal, unless said otherwise: how long others wait after its process has died. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** How long a claim is renewed at most, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_RUN = Duration.ofHours(1);

    /** For how long an answer is kept, unless said otherwise. */
    public static final Duration DEFAULT_KEEP = Duration.ofHours(24);

    /** The largest answer that is kept, in bytes, unless said otherwise. */
    public static final int DEFAULT_LARGEST = 1_048_576;

    private final ClaimEngine engine;

    Idempotency(ClaimEngine engine) {
        this.engine = engine;
    }

    /**
     * Makes idempotency over a store, with the defaults: results are single texts, numbers, truth values or bytes.
     *
     * @param store where requests and answers are kept; stays the caller's to close, after this
     * @return the idempotency
     */
    public static Idempotency on(IdempotencyStore store) {
        return builder(store).build();
    }

    /**
     * Begins to set up idempotency over a store.
     *
     * @param store where requests and answers are kept; stays the caller's to close, after the idempotency
     * @return the set-up
     */
    public static IdempotencyBuilder builder(IdempotencyStore store) {
        return new IdempotencyBuilder(store);
    }

    /**
     * Begins an operation with a result.
     *
     * @param name what is done, 1 to {@value RequestId#LONGEST_OPERATION} characters; the same in every version of the program
     * @param type of its result; {@link StoredAnswer} for those who make their answers themselves: each is stored and replayed as it is
     * @param <T> the same
     * @return the operation
     * @throws IllegalArgumentException if results of that type cannot be stored and read back
     */
    public <T> IdempotentOperation<T> operation(String name, Class<T> type) {
        return operation(name, (Type) type);
    }

    /**
     * Begins an operation with a result whose type has parameters.
     *
     * @param name what is done
     * @param type of its result
     * @param <T> the same, which is not checked
     * @return the operation
     * @throws IllegalArgumentException if results of that type cannot be stored and read back
     */
    public <T> IdempotentOperation<T> operation(String name, Type type) {
        engine.answers().check(type);
        return new IdempotentOperation<>(engine, name, type);
    }

    /**
     * Begins an operation without a result: it returns null.
     *
     * @param name what is done
     * @return the operation
     */
    public IdempotentOperation<Void> operation(String name) {
        return new IdempotentOperation<>(engine, name, Void.class);
    }

    /**
     * Tells what a request is found as, without claiming it.
     *
     * @param id the request
     * @return what it is found as; null if nobody asked or what was kept has expired
     */
    public @Nullable Claim look(RequestId id) {
        IdempotencyStore.Answer answer = engine.store().look(id);
        return answer == null ? null : ClaimEngine.found(answer);
    }

    /**
     * Decides what became of an {@linkplain Claim.Indeterminate indeterminate} request, as somebody found out by other means.
     *
     * @param id the request
     * @param attempt the claim that was looked into
     * @param answer what is answered from now on; null to forget the request, since nothing happened: the next who asks runs it
     * @return false if that is not how the request is found: nothing was changed
     */
    public boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer) {
        return engine.store().resolve(id, attempt, answer, engine.options().keep());
    }

    /**
     * Deletes what has expired, in one step. Safe to run in many processes at once.
     *
     * @param atMost how many requests, 1 to 100,000
     * @return how many were deleted; as many as asked for if there may be more
     * @throws IllegalArgumentException if the number is out of that
     */
    public int purge(int atMost) {
        if (atMost < 1 || atMost > 100_000) {
            throw new IllegalArgumentException("1 to 100,000 requests are purged in a step, and not " + atMost + ".");
        }
        int purged = engine.store().purge(atMost);
        engine.tell(listener -> listener.onPurged(purged));
        return purged;
    }

    /** Renews claims no more: those that are held end by their leases unless their work ends before. Nothing more can be claimed. */
    @Override
    public void close() {
        engine.close();
    }
}
