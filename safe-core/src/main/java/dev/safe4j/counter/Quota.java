package dev.safe4j.counter;

import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * So much in a window of time, for each of many keys, over all instances that share a store. Immutable and thread-safe.
 *
 * <p>Fixed, unless said otherwise: time is cut into windows by the store's clock, at multiples of their length from the start of 1970 (UTC) on, and
 * each has the whole limit. Around the end of one, twice the limit can be taken in less than a window's length. {@link #sliding()} never lets
 * more than the limit be taken in any window of that length, wherever it begins; for that, what was taken counts for up to an eighth of the
 * window longer.
 *
 * <p>A take is one atomic step of the store; refusals take nothing. A store's clock that is set back grants no more; one that is set forward
 * begins the next window early. In a transaction of the caller's: the step commits on its own, and what was taken stays taken. If a step
 * fails with an {@link dev.safe4j.retry.OutcomeUnknownException}, it may have been taken.
 *
 * <p>What counts for a key is kept apart for each length of the window, fixed or sliding; so a key can have one quota a minute and another a day.
 * The limit is not kept: where it is changed, or instances have different ones, each take is held against its own.
 */
public final class Quota {

    /** The highest limit. */
    public static final long HIGHEST_LIMIT = 1_000_000_000_000_000L;

    /** The shortest window. */
    public static final Duration SHORTEST_WINDOW = Duration.ofMillis(1);

    /** The longest window. */
    public static final Duration LONGEST_WINDOW = Duration.ofDays(366);

    /** A sliding window is this many slots long, and touches one more. */
    private static final int PARTS = Ring.MOST_SLOTS - 1;

    private final CounterStore store;
    private final long limit;
    private final Duration window;
    private final Pace pace;
    private final CounterEvents events;

    private Quota(CounterStore store, long limit, Duration window, Pace pace, CounterEvents events) {
        this.store = store;
        this.limit = limit;
        this.window = window;
        this.pace = pace;
        this.events = events;
    }

    /** A quota to which its limit is wanting. */
    public static final class Unlimited {

        private final CounterStore store;

        private Unlimited(CounterStore store) {
            this.store = store;
        }

        /**
         * Sets how much may be taken in a window.
         *
         * @param takes 1 to {@link #HIGHEST_LIMIT}
         * @return what the window is wanting to
         * @throws IllegalArgumentException if it is out of that
         */
        public Windowless limit(long takes) {
            if (takes < 1 || takes > HIGHEST_LIMIT) {
                throw new IllegalArgumentException(
                        "the limit of a quota is 1 to " + HIGHEST_LIMIT + ", and not " + takes + ".");
            }
            return new Windowless(store, takes);
        }
    }

    /** A quota to which its window is wanting. */
    public static final class Windowless {

        private final CounterStore store;
        private final long limit;

        private Windowless(CounterStore store, long limit) {
            this.store = store;
            this.limit = limit;
        }

        /**
         * Sets how long the window is.
         *
         * @param window a millisecond to 366 days, in whole microseconds
         * @return the quota
         * @throws IllegalArgumentException if it is out of that
         */
        public Quota per(Duration window) {
            boolean isWhole = window.toNanosPart() % 1_000 == 0;
            if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0 || !isWhole) {
                throw new IllegalArgumentException(
                        "the window of a quota is a millisecond to 366 days, in whole microseconds, and not " + window
                                + ".");
            }
            return new Quota(store, limit, window, new Pace(micros(window), 1), CounterEvents.NONE);
        }
    }

    private static long micros(Duration window) {
        return window.toNanos() / 1_000;
    }

    /**
     * Begins to set up a quota.
     *
     * @param store where it is kept what was taken; stays the caller's to close
     * @return the set-up
     */
    public static Unlimited on(CounterStore store) {
        return new Unlimited(Objects.requireNonNull(store, "the store of the quota is null"));
    }

    /**
     * Has the limit hold in any window of that length, wherever it begins.
     *
     * @return the quota with a sliding window
     */
    public Quota sliding() {
        long slot = (micros(window) + PARTS - 1) / PARTS;
        return new Quota(store, limit, window, new Pace(slot, PARTS + 1), events);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of takes
     * @return the quota with it
     */
    public Quota listener(CounterListener listener) {
        return new Quota(store, limit, window, pace, events.and(listener));
    }

    /**
     * Returns how much may be taken in a window.
     *
     * @return the limit
     */
    public long limit() {
        return limit;
    }

    /**
     * Returns how long the window is.
     *
     * @return the length
     */
    public Duration window() {
        return window;
    }

    /**
     * Takes one.
     *
     * @param key whose, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @return what became of it
     * @throws IllegalArgumentException if the key can be none
     */
    public QuotaResult take(String key) {
        return take(key, 1);
    }

    /**
     * Takes several, or nothing.
     *
     * @param key whose, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @param amount how many, 1 to the limit
     * @return what became of it
     * @throws IllegalArgumentException if the key can be none, or the amount is out of that: it could never be granted
     */
    public QuotaResult take(String key, long amount) {
        if (amount < 1 || amount > limit) {
            throw new IllegalArgumentException(
                    "1 to " + limit + " can be taken of the quota, which is its limit, and not " + amount + ".");
        }
        Take take = new Take(checked(key), pace, amount, limit);
        Window after = events.step(CounterListener::onTake, key, Window::isTaken, () -> store.take(take));
        return result(after.isTaken(), after, amount);
    }

    /**
     * Looks whether one could be taken, and takes nothing.
     *
     * @param key whose
     * @return what a take would have met: how much remains without it, or when to come back
     * @throws IllegalArgumentException if the key can be none
     */
    public QuotaResult look(String key) {
        Window present = store.look(checked(key), pace);
        return result(ring(present).total() < limit, present, 1);
    }

    private QuotaResult result(boolean isGranted, Window window, long amount) {
        Ring ring = ring(window);
        long remaining = Math.max(0, limit - ring.total());
        Duration reset = until(ring.slotOf(0), window);
        return isGranted
                ? new QuotaResult.Granted(remaining, reset)
                : new QuotaResult.Refused(until(ring.slotOf(limit - amount), window), remaining, reset);
    }

    private Ring ring(Window window) {
        return window.ring().at(pace.slotAt(window.now()));
    }

    /** From the step on to the start of a slot; zero if it has begun. */
    private Duration until(long slot, Window window) {
        return Duration.of(Math.max(0, slot * pace.micros() - window.now()), ChronoUnit.MICROS);
    }

    private static String checked(String key) {
        return Names.checked("the key of a quota", key, CounterStore.LONGEST_KEY);
    }
}
