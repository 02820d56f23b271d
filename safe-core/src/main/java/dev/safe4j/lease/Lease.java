package dev.safe4j.lease;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A right that ends by itself: a key, the random token of its owner, a fencing number and a deadline. Thread-safe.
 *
 * <p>The deadline is the holder's own: taken by the monotonic clock before the store was asked, shortened by a margin for the drift of
 * clocks, so it passes before the store gives the key to somebody else. A lease is held, until it is ended by its holder or lost;
 * both are for good.
 */
public final class Lease {

    /** Why a lease is lost whose deadline has passed. */
    static final String OVER = "its time was over before it was renewed";

    /** The shortest length: below it, a round trip and a pause of the collector are all there is. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    /** The longest length: what is forgotten has to end on the same day. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private enum State {
        HELD,
        ENDED,
        LOST
    }

    private final String key;
    private final String token;
    private final long fence;
    private final Duration length;
    private final CompletableFuture<LeaseLostException> lost = new CompletableFuture<>();
    private State state = State.HELD;
    private volatile long deadline;

    /**
     * Makes a lease that the store has granted.
     *
     * @param key what is held
     * @param token of this acquisition alone
     * @param fence the fencing number, above all before
     * @param length how long it lasts from each renewal on
     * @param asked {@link System#nanoTime} before the store was asked
     * @throws IllegalArgumentException if the length is out of bounds
     */
    public Lease(String key, String token, long fence, Duration length, long asked) {
        this.key = Objects.requireNonNull(key, "the key of a lease is null");
        this.token = Objects.requireNonNull(token, "the token of a lease is null");
        this.fence = fence;
        this.length = checked(length);
        this.deadline = asked + usable(length).toNanos();
    }

    /**
     * Checks the length of a lease.
     *
     * @param length the length
     * @return the same
     * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST} or longer than {@link #LONGEST}
     */
    public static Duration checked(Duration length) {
        Objects.requireNonNull(length, "the length of a lease is null");
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a lease lasts between " + SHORTEST.toMillis()
                    + " ms, which a renewal needs, and " + LONGEST.toDays() + " day; " + length + " is out of that.");
        }
        return length;
    }

    /** What of a length the holder may use: a tenth less, at least 20 ms, at most a second. */
    private static Duration usable(Duration length) {
        long margin = Math.max(20, Math.min(1_000, length.toMillis() / 10));
        return length.minusMillis(margin);
    }

    /**
     * Returns what is held.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Returns the token that every later write of the owner has to carry.
     *
     * @return the token, random for each acquisition
     */
    public String token() {
        return token;
    }

    /**
     * Returns the number by which a protected resource tells a former owner from the present one.
     *
     * @return the fencing number
     */
    public long fence() {
        return fence;
    }

    /**
     * Returns how long the lease lasts from each renewal on, by the store's clock.
     *
     * @return the length
     */
    public Duration length() {
        return length;
    }

    /**
     * Returns how long the holder may still rely on it without a renewal.
     *
     * @return the time left, zero if it is over
     */
    public Duration remaining() {
        long left = deadline - System.nanoTime();
        return left <= 0 || !isOpen() ? Duration.ZERO : Duration.ofNanos(left);
    }

    /**
     * Returns how long ago the renewal was sent, or the acquisition, that counts now.
     *
     * @return the time, whether the lease is held or not
     */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - deadline).plus(usable(length));
    }

    /**
     * Tells whether the lease is held, without a round trip. A lease whose deadline has passed is lost from then on, though the
     * store may not have noticed.
     *
     * @return true while nobody else can have it
     */
    public boolean isHeld() {
        if (!isOpen()) {
            return false;
        }
        if (deadline - System.nanoTime() > 0) {
            return true;
        }
        lose(OVER, Runnable::run);
        return false;
    }

    /**
     * Returns what completes when the lease is lost; it never completes when the holder ends the lease itself. Its dependents run on the
     * thread that notices, which may be the keeper's: they should be short.
     *
     * @return the signal, with the exception that says why as its value
     */
    public CompletionStage<LeaseLostException> whenLost() {
        return lost.minimalCompletionStage();
    }

    /**
     * Moves the deadline: the store has renewed the lease.
     *
     * @param asked {@link System#nanoTime} before the store was asked
     * @return false if it was ended or lost before, by its own deadline too, which stays so
     */
    public boolean renewed(long asked) {
        if (!isHeld()) {
            return false;
        }
        deadline = asked + usable(length).toNanos();
        return true;
    }

    /**
     * Ends the lease on the holder's side; the store is not asked.
     *
     * @return true if it was held until now
     */
    public boolean end() {
        if (!isHeld()) {
            return false;
        }
        return move(State.ENDED);
    }

    /**
     * Marks the lease as lost, at once, and gives the signal, once.
     *
     * @param why how it was lost, as a clause
     * @param signals runs what depends on the signal
     */
    public void lose(String why, Executor signals) {
        if (move(State.LOST)) {
            signals.execute(() -> lost.complete(new LeaseLostException(key, fence, why)));
        }
    }

    private synchronized boolean isOpen() {
        return state == State.HELD;
    }

    private synchronized boolean move(State next) {
        boolean first = state == State.HELD;
        state = first ? next : state;
        return first;
    }

    /** Returns the key, the beginning of the token and the fencing number, as in log lines. */
    @Override
    public String toString() {
        return "'" + key + "' (token " + token.substring(0, Math.min(8, token.length())) + ", fence " + fence + ")";
    }
}
