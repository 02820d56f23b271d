package dev.safe4j.idempotency;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation under a key, as it is asked for. Immutable and thread-safe: every option returns another one.
 *
 * <p>Unless said otherwise, somebody else who is at it is not waited for, a claim has a lease of 30 s that is renewed for an hour at
 * most, one whose lease has ended is taken over, and the answer is kept for 24 h.
 *
 * <p>If the work throws, its claim ends at once and the exception is thrown on: something may have happened, so the next who asks takes
 * over and is told the number of the attempt; unless the exception is one that is {@linkplain #keeping kept} or that
 * {@linkplain #releasing says that nothing happened}.
 *
 * @param <T> what it returns
 */
public final class IdempotentOperation<T> {

    private final ClaimEngine engine;
    private final Type type;
    private final Parts parts;
    private final OperationOptions options;
    private final Failures failures;
    private final boolean isSameTransaction;

    /** What the request is made of, so far. */
    private record Parts(
            String scope,
            String operation,
            @Nullable String key,
            @Nullable Fingerprint fingerprint) {}

    IdempotentOperation(ClaimEngine engine, String name, Type type) {
        this(engine, type, new Parts("", name, null, null), engine.options(), Failures.NONE, false);
    }

    private IdempotentOperation(
            ClaimEngine engine,
            Type type,
            Parts parts,
            OperationOptions options,
            Failures failures,
            boolean isSameTransaction) {
        this.engine = engine;
        this.type = type;
        this.parts = parts;
        this.options = options;
        this.failures = failures;
        this.isSameTransaction = isSameTransaction;
    }

    /**
     * Sets whose keys these are, so that one caller can never see another's answer.
     *
     * @param tenant the tenant or account, chosen by the server
     * @return the operation with it
     */
    public IdempotentOperation<T> scope(String tenant) {
        return with(new Parts(tenant, parts.operation, parts.key, parts.fingerprint));
    }

    /**
     * Sets the key.
     *
     * @param requestKey made by the sender, the same in every repetition, 1 to {@value RequestId#LONGEST_KEY} characters
     * @return the operation with it
     */
    public IdempotentOperation<T> key(String requestKey) {
        return with(new Parts(parts.scope, parts.operation, requestKey, parts.fingerprint));
    }

    /**
     * Sets what is asked for, so that another request under the same key is refused. Its bytes are compared, so they have to be the same
     * in every process: a {@link java.util.Set} without an order of its own, such as {@code Set.of}, may have another in each.
     *
     * @param request anything that the codec can store
     * @return the operation with it
     * @throws IllegalArgumentException if the codec cannot store it
     */
    public IdempotentOperation<T> request(Object request) {
        Objects.requireNonNull(request, "the request that is compared is null");
        return fingerprint(Fingerprint.of(engine.answers().encode(request, request.getClass())));
    }

    /**
     * Sets what is asked for, so that another request under the same key is refused.
     *
     * @param request its fingerprint
     * @return the operation with it
     */
    public IdempotentOperation<T> fingerprint(Fingerprint request) {
        return with(new Parts(parts.scope, parts.operation, parts.key, request));
    }

    private IdempotentOperation<T> with(Parts changed) {
        return new IdempotentOperation<>(engine, type, changed, options, failures, isSameTransaction);
    }

    /**
     * Sets how long to wait for somebody else who is at it.
     *
     * @param wait zero, for not at all, to an hour
     * @return the operation with it
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotentOperation<T> within(Duration wait) {
        return with(options.within(wait));
    }

    /**
     * Sets how long a claim lasts without a renewal: how long others wait after its process has died.
     *
     * @param length 100 ms to a day
     * @return the operation with it
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotentOperation<T> lease(Duration length) {
        return with(options.lease(length));
    }

    /**
     * Sets how long a claim is renewed at most.
     *
     * @param run zero, for never, to seven days
     * @return the operation with it
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotentOperation<T> renewedFor(Duration run) {
        return with(options.longest(run));
    }

    /**
     * Sets for how long the answer is kept, by the store's clock, from its completion on: at least as long as senders may ask again.
     *
     * @param time longer than zero
     * @return the operation with it
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotentOperation<T> keep(Duration time) {
        return with(options.keep(time));
    }

    /**
     * Has an operation that somebody did not complete stay undecided until somebody {@linkplain Idempotency#resolve resolves} it: where
     * doing it twice is worse than not doing it.
     *
     * @return the operation with it
     */
    public IdempotentOperation<T> neverTakenOver() {
        return with(options.takesOver(false));
    }

    private IdempotentOperation<T> with(OperationOptions changed) {
        return new IdempotentOperation<>(engine, type, parts, changed, failures, isSameTransaction);
    }

    /**
     * Has a failure kept as the answer: everybody who asks again gets it too.
     *
     * @param failure its class; subclasses are not kept
     * @param again makes it anew from its message
     * @param <F> the same
     * @return the operation with it
     */
    public <F extends RuntimeException> IdempotentOperation<T> keeping(Class<F> failure, Function<String, F> again) {
        return with(failures.keeping(failure, again));
    }

    /**
     * Has the request forgotten if the work throws this failure: it says that nothing happened.
     *
     * @param failure its class, subclasses too
     * @return the operation with it
     */
    public IdempotentOperation<T> releasing(Class<? extends Exception> failure) {
        return with(failures.releasing(failure));
    }

    private IdempotentOperation<T> with(Failures changed) {
        return new IdempotentOperation<>(engine, type, parts, options, changed, isSameTransaction);
    }

    /**
     * Has claim, effect and answer commit together, in a transaction that the operation opens: the effect is there exactly once, as far
     * as it is in that database. The transaction is run again after a conflict. Everything that the work throws rolls back the key too,
     * a failure that would be kept as well: return what is to be kept.
     *
     * @return the operation with it
     * @throws IllegalStateException if no transactional store was set
     */
    public IdempotentOperation<T> sameTransaction() {
        engine.transactional();
        return new IdempotentOperation<>(engine, type, parts, options, failures, true);
    }

    /**
     * Claims the request and leaves the rest to the caller: for those who store answers of their own making, as the HTTP filter does.
     * In the lease mode only.
     *
     * @return what it was found as; if it is {@link OwnedClaim}, to be completed, released, abandoned or closed
     * @throws IllegalStateException if there is no key, or in the same-transaction mode
     */
    public Claim claim() {
        if (isSameTransaction) {
            throw new IllegalStateException(
                    "a claim in the same transaction cannot outlive its call: use run, which opens the transaction.");
        }
        return engine.claim(id(), parts.fingerprint, options);
    }

    /**
     * Runs the work unless it was done; tells what became of it.
     *
     * @param attempt the work; more than once only after a crash, a lost lease or, in the same-transaction mode, a conflict
     * @param <X> what it throws
     * @return what became of it
     * @throws X what the work threw
     * @throws RuntimeException what a run before threw, if it is {@linkplain #keeping kept}
     * @throws RequestRefusedException if it is done, and its answer was not kept
     * @throws dev.safe4j.lease.LeaseLostException if the work returned and its claim had been lost: somebody else may do it too, and it
     *     must not be answered as if it was stored
     * @throws IllegalStateException if there is no key; in the same-transaction mode, if the caller has a transaction open
     */
    public <X extends Exception> Execution<T> tryRun(ClaimedBody<? extends @Nullable T, X> attempt) throws X {
        Run<T> run = new Run<>(engine, new Run.Asked(id(), parts.fingerprint, options), type, failures);
        return isSameTransaction ? run.inTransaction(attempt) : run.underLease(attempt);
    }

    /**
     * Runs the work unless it was done, and returns its result of now or of then.
     *
     * @param attempt the work, as for {@link #tryRun}
     * @param <X> what it throws
     * @return the result; null only where the work returned null
     * @throws X what the work threw
     * @throws RequestRefusedException if it was neither run nor answered; says why
     * @throws dev.safe4j.lease.LeaseLostException as {@link #tryRun} does
     */
    @SuppressWarnings("NullAway") // as the work returned it
    public <X extends Exception> T run(ClaimedBody<? extends @Nullable T, X> attempt) throws X {
        Execution<T> execution = tryRun(attempt);
        if (execution instanceof Execution.Ran<T> ran) {
            return ran.value();
        } else if (execution instanceof Execution.Replayed<T> replayed) {
            return replayed.value();
        } else if (execution instanceof Execution.InProgress<T> running) {
            throw RequestRefusedException.inProgress(id(), running.remaining());
        } else if (execution instanceof Execution.Indeterminate<T> lapsed) {
            throw RequestRefusedException.indeterminate(id(), lapsed.attempt(), lapsed.since());
        }
        throw RequestRefusedException.otherRequest(id());
    }

    private RequestId id() {
        String key = parts.key;
        if (key == null) {
            throw new IllegalStateException("operation '" + parts.operation
                    + "' has no key: without one it would not be protected. Set it (key).");
        }
        return new RequestId(parts.scope, parts.operation, key);
    }
}
