package dev.safe4j.idempotency;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseLostException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The request is the caller's to run: nobody else runs it until this is completed, given up, or its lease ends. Belongs to no thread.
 * Thread-safe.
 */
public final class OwnedClaim implements Claim, ClaimedAttempt, AutoCloseable {

    private final ClaimEngine engine;
    private final Owner owner;
    private final Lease lease;
    private final Duration keep;
    private final long begun = System.nanoTime();
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private final Map<String, StoredAnswer> recorded = new ConcurrentHashMap<>();
    private final AtomicBoolean hasRead = new AtomicBoolean();

    OwnedClaim(ClaimEngine engine, Owner owner, Lease lease, Duration keep) {
        this.engine = engine;
        this.owner = owner;
        this.lease = lease;
        this.keep = keep;
        hasRead.set(owner.attempt() == 1); // nobody was there before who could have recorded a step
    }

    @Override
    public RequestId id() {
        return owner.id();
    }

    @Override
    public long number() {
        return owner.attempt();
    }

    @Override
    public String idempotencyKey(String call) {
        return DerivedKey.of(id(), call);
    }

    @Override
    public boolean isHeld() {
        return lease.isHeld();
    }

    @Override
    public void ensureHeld() {
        if (!isHeld()) {
            throw lost();
        }
    }

    @Override
    public CompletionStage<LeaseLostException> whenLost() {
        return lease.whenLost();
    }

    private LeaseLostException lost() {
        return new LeaseLostException(lease.key(), lease.fence(), LeaseLostException.NOT_THE_OWNER);
    }

    /**
     * Stores the answer: the request is done.
     *
     * @param answer what is replayed
     * @throws LeaseLostException if the claim is not this one's any more: nothing was stored, somebody else may have done it too, and it
     *     must not be answered as if it was stored
     * @throws RuntimeException if the store failed, which was tried more than once: the answer may be stored; the claim ends by its lease
     * @throws IllegalStateException if the claim was completed or given up
     */
    public void complete(StoredAnswer answer) {
        end();
        boolean isStored;
        try {
            isStored = engine.repeatedUninterrupted(() -> engine.store().complete(owner, answer, keep));
        } catch (RuntimeException failure) {
            engine.tellEnded(id(), Ended.NOT_STORED, begun);
            throw failure;
        }
        engine.tellEnded(id(), isStored ? Ended.COMPLETED : Ended.LOST, begun);
        if (!isStored) {
            throw lost();
        }
    }

    /**
     * Has the request forgotten: nothing happened. If an attempt before this one may have had an effect, the claim is
     * {@linkplain #abandon abandoned} instead, so that the next is told of it.
     *
     * @throws IllegalStateException if the claim was completed or given up
     * @throws RuntimeException if the store failed; the claim ends by its lease
     */
    public void release() {
        if (owner.attempt() > 1) {
            abandon();
            return;
        }
        giveUp(engine.store()::release, Ended.RELEASED);
    }

    /**
     * Ends the claim at once: something may have happened. The next who asks takes over, or finds it indeterminate.
     *
     * @throws IllegalStateException if the claim was completed or given up
     * @throws RuntimeException if the store failed; the claim ends by its lease
     */
    public void abandon() {
        giveUp(engine.store()::abandon, Ended.ABANDONED);
    }

    private void giveUp(Predicate<Owner> step, Ended ended) {
        end();
        boolean isGivenUp;
        try {
            isGivenUp = engine.repeatedUninterrupted(() -> step.test(owner));
        } catch (RuntimeException failure) {
            engine.tellEnded(id(), Ended.ABANDONED, begun); // to the end of its lease
            throw failure;
        }
        engine.tellEnded(id(), isGivenUp ? ended : Ended.LOST, begun);
    }

    private void end() {
        if (!hasEnded.compareAndSet(false, true)) {
            throw new IllegalStateException(id() + " was completed or given up before: a claim ends once.");
        }
        engine.forget(lease); // before the store is asked, so that no renewal comes after it
        lease.end();
    }

    /** Abandons the claim, unless it was completed or given up. */
    @Override
    public void close() {
        if (!hasEnded.get()) {
            abandon();
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // read as it was stored, null too
    public <T extends @Nullable Object, X extends Exception> T step(String name, Type type, Step<T, X> step) throws X {
        engine.answers().check(type);
        StoredAnswer before = recorded(name);
        if (before != null) {
            return (T) engine.answers().ofStep(id(), name, before, type);
        }
        ensureHeld();
        T result = step.run();
        record(
                name,
                engine.answers().toStore(id(), result, type, engine.options().largest()));
        return result;
    }

    @Override
    public <X extends Exception> void step(String name, StepAction<X> step) throws X {
        if (recorded(name) == null) {
            ensureHeld();
            step.run();
            record(name, StoredAnswer.nothing());
        }
    }

    private @Nullable StoredAnswer recorded(String name) {
        DerivedKey.checked(name);
        if (!hasRead.get()) {
            recorded.putAll(engine.repeated(() -> engine.store().steps(id())));
            hasRead.set(true);
        }
        return recorded.get(name);
    }

    private void record(String name, StoredAnswer result) {
        if (!engine.repeatedUninterrupted(() -> engine.store().record(owner, name, result))) {
            throw lost();
        }
        recorded.put(name, result);
    }
}
