package dev.safe4j.lock;

import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held, until it is closed or lost. Thread-safe, and no thread's own: it can be passed on, asked and closed by any.
 *
 * <p>Closing it twice does nothing the second time. Closing it inside the transaction in which it was acquired releases it when that has
 * ended; it is released then in any case. What is written while it is held is safe from a later holder only if it carries the
 * {@link #fence()}.
 */
public final class HeldLock implements AutoCloseable {

    private enum State {
        HELD,
        RELEASED,
        LOST
    }

    private final Cohort cohort;
    private final Tenure tenure;
    private final long fence;
    private final LockOptions options;
    /** The handle that this one shares the lock with, and that alone releases it; null if this one does. */
    private final @Nullable HeldLock outer;

    private final long begun = System.nanoTime();
    private final CompletableFuture<LeaseLostException> lost;
    private final AtomicBoolean lossToTell = new AtomicBoolean(true);
    private volatile State state = State.HELD;
    private volatile boolean untilEndOfTransaction;
    private volatile boolean settled;
    private volatile boolean refused;

    HeldLock(Cohort cohort, Tenure tenure, long fence, LockOptions options) {
        this.cohort = cohort;
        this.tenure = tenure;
        this.fence = fence;
        this.options = options;
        this.outer = null;
        this.lost = new CompletableFuture<>();
    }

    private HeldLock(HeldLock outer) {
        this.cohort = outer.cohort;
        this.tenure = outer.tenure;
        this.fence = outer.fence;
        this.options = outer.options;
        this.outer = outer;
        this.lost = outer.lost;
    }

    /** Another handle on the same holding, whose close leaves the lock to this one. */
    HeldLock joined() {
        return new HeldLock(this);
    }

    /**
     * Returns what is locked.
     *
     * @return the key
     */
    public String key() {
        return cohort.key();
    }

    /**
     * Returns the number of this acquisition, above those of all earlier holders of this key; a resource that keeps the highest
     * number it has seen, and refuses a lower one, is safe from a former holder that has not noticed.
     *
     * @return the fencing number, the same for as long as the lock is held
     */
    public long fence() {
        return fence;
    }

    /**
     * Returns the owner's token as it stands in the store.
     *
     * @return the token; the next holders of this process may have the same one
     */
    public String token() {
        return tenure.lease().token();
    }

    /**
     * Returns how long the lock is held without another renewal, by the holder's own clock.
     *
     * @return the time left, zero if it is over
     */
    public Duration remaining() {
        return isOpen() && (outer == null || outer.isOpen()) ? tenure.lease().remaining() : Duration.ZERO;
    }

    /**
     * Returns how long the lock has been held.
     *
     * @return the time since it was acquired
     */
    public Duration held() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * Tells whether the lock is still held, without a round trip: also after a pause of the process.
     *
     * @return true while nobody else can have it
     */
    public boolean isHeld() {
        return isOpen() && (outer == null || outer.isOpen()) && tenure.lease().isHeld();
    }

    /**
     * Does nothing if the lock is still held, without a round trip.
     *
     * @throws LeaseLostException if it was lost
     * @throws IllegalStateException if it was closed
     */
    public void ensureHeld() {
        if (!isHeld()) {
            throw notHeld();
        }
    }

    /**
     * Makes the lease last its full length from now on. One round trip. A lock that is renewed by itself needs it only before
     * something that must not be interrupted.
     *
     * @throws LeaseLostException if it was lost
     * @throws IllegalStateException if it was closed
     * @throws RuntimeException if the store did not answer; the lock is held until its present end
     */
    public void renew() {
        ensureHeld();
        if (!cohort.renew(tenure)) {
            throw notHeld();
        }
    }

    /**
     * Returns what completes when the lock is lost, with the exception that says why; never if it is released before. What depends
     * on it should be short: all locks of the store are watched by the same thread.
     *
     * @return the signal
     */
    public CompletionStage<LeaseLostException> whenLost() {
        return lost.minimalCompletionStage();
    }

    /**
     * Releases the lock, or has the end of the transaction do so. If the store does not answer, that is logged, and the lease runs out.
     *
     * @throws LeaseLostException if it was lost before, so that what was done under it may not have been done alone
     */
    @Override
    public void close() {
        if (ends()) {
            cohort.giveBack(this);
        }
        tellLoss();
    }

    /** Ends it on this side, as far as it is this handle's to end; true if it now has to be given back to the store. */
    boolean ends() {
        if (outer != null) {
            markReleased();
            return false;
        }
        return (!untilEndOfTransaction || state != State.HELD) && cohort.endsTenure(this);
    }

    /** A loss is told by the first close. */
    void tellLoss() {
        boolean wasLost = outer == null ? state == State.LOST : outer.state == State.LOST;
        if (wasLost && lossToTell.getAndSet(false)) {
            throw loss();
        }
    }

    Tenure tenure() {
        return tenure;
    }

    LockOptions options() {
        return options;
    }

    /** Its caller has it: until then, nobody needs to be told of a loss. */
    void settle() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    /** Its caller never has it: the hand-over failed, so that no listener is told of its end. */
    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** How long nobody else may get it yet, though it is given up. */
    Duration leftOfShortestHold() {
        return Durations.atLeastZero(options.atLeast().minus(held()));
    }

    Cohort cohort() {
        return cohort;
    }

    /** Has the transaction of the calling thread decide the end; the work in it that wants the same key again shares it. */
    void joinTransaction(TransactionBoundary boundary, LockScope.Entry scope) {
        untilEndOfTransaction = true;
        try {
            boundary.join(this, participant(scope));
        } catch (RuntimeException | Error refused) {
            scope.close();
            untilEndOfTransaction = false;
            cohort.release(this);
            throw refused;
        }
    }

    private TransactionBoundary.Participant participant(LockScope.Entry scope) {
        return new TransactionBoundary.Participant() {
            @Override
            public void beforeCommit() {
                ensureHeld();
            }

            @Override
            public void afterEnd(TransactionBoundary.End end) {
                scope.close();
                untilEndOfTransaction = false;
                if (end == TransactionBoundary.End.UNKNOWN) {
                    cohort.abandon(HeldLock.this);
                } else {
                    cohort.release(HeldLock.this);
                }
            }
        };
    }

    /** Moves to released; false if it is released or lost already. */
    synchronized boolean markReleased() {
        boolean first = state == State.HELD;
        state = first ? State.RELEASED : state;
        return first;
    }

    /** Moves to lost, also if it was just released: the store knew better. The signal is given by {@link #signalLost}. */
    synchronized void markLost() {
        state = State.LOST;
    }

    boolean isOpen() {
        return state == State.HELD;
    }

    void signalLost(String why) {
        lost.complete(new LeaseLostException(key(), fence, why));
    }

    private RuntimeException notHeld() {
        boolean released = state == State.RELEASED || (outer != null && outer.state == State.RELEASED);
        return released
                ? new IllegalStateException("lock '" + key() + "' (fence " + fence + ") was released before.")
                : loss();
    }

    private LeaseLostException loss() {
        LeaseLostException known = lost.getNow(null);
        return new LeaseLostException(key(), fence, known == null ? "its time is over" : known.why());
    }

    /** Returns the key, the beginning of the token and the fencing number, as in log lines. */
    @Override
    public String toString() {
        return "'" + key() + "' (token " + token().substring(0, Math.min(8, token().length())) + ", fence " + fence
                + ")";
    }
}
