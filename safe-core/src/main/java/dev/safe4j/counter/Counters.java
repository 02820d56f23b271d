package dev.safe4j.counter;

import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.name.Names;
import java.util.Objects;

/**
 * Counters under keys, in a store that all instances share. Immutable and thread-safe. A counter that was never added to is 0.
 *
 * <p>Every call is one atomic step of the store, so concurrent ones lose nothing, and a bound holds in every moment. In a transaction of the
 * caller's: the step commits on its own; it stays if that transaction is rolled back.
 *
 * <p>A step that fails throws what the store throws. If it is an {@link dev.safe4j.retry.OutcomeUnknownException}, the amount may have been
 * added: adding again may count it twice.
 */
public final class Counters {

    private final CounterStore store;
    private final long lowest;
    private final long highest;
    private final CounterEvents events;

    private Counters(CounterStore store, long lowest, long highest, CounterEvents events) {
        this.store = store;
        this.lowest = lowest;
        this.highest = highest;
        this.events = events;
    }

    /**
     * Makes counters without bounds.
     *
     * @param store where they are kept; stays the caller's to close
     * @return the counters
     */
    public static Counters on(CounterStore store) {
        return new Counters(
                Objects.requireNonNull(store, "the store of the counters is null"),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                CounterEvents.NONE);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of what is added
     * @return the counters with it
     */
    public Counters listener(CounterListener listener) {
        return new Counters(store, lowest, highest, events.and(listener));
    }

    /**
     * Sets what no rise may bring a value above. A value that is above it already can fall.
     *
     * @param bound the highest value
     * @return the counters with it
     * @throws IllegalArgumentException if it is below the lowest
     */
    public Counters atMost(long bound) {
        return bounded(lowest, bound);
    }

    /**
     * Sets what no fall may bring a value below. A value that is below it already can rise.
     *
     * @param bound the lowest value
     * @return the counters with it
     * @throws IllegalArgumentException if it is above the highest
     */
    public Counters atLeast(long bound) {
        return bounded(bound, highest);
    }

    private Counters bounded(long least, long most) {
        if (least > most) {
            throw new IllegalArgumentException(
                    "no value is at least " + least + " and at most " + most + ": the bounds are crossed.");
        }
        return new Counters(store, least, most, events);
    }

    /**
     * Adds to a counter.
     *
     * @param key the counter, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @param amount how much; less than zero takes away
     * @return the value after it
     * @throws CounterLimitException if the value would pass a bound, or overflow; nothing was added
     * @throws IllegalArgumentException if the key can be none
     */
    public long add(String key, long amount) {
        return tryAdd(key, amount).orThrow();
    }

    /**
     * Adds to a counter, if its value does not pass a bound by it.
     *
     * @param key the counter, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @param amount how much; less than zero takes away
     * @return what became of it
     * @throws IllegalArgumentException if the key can be none
     */
    public AddResult tryAdd(String key, long amount) {
        return tryAdd(checked(key), CounterStore.PLAIN, amount);
    }

    AddResult tryAdd(String key, int slot, long amount) {
        Change change = new Change(key, slot, amount, amount < 0 ? lowest : highest);
        CounterStore.Added answer =
                events.step(CounterListener::onAdd, key, CounterStore.Added::isAdded, () -> store.add(change));
        return answer.isAdded()
                ? new AddResult.Added(answer.value())
                : new AddResult.Refused(key, amount, answer.value(), change.bound());
    }

    /**
     * Reads a counter.
     *
     * @param key the counter
     * @return its value, 0 if it was never added to
     * @throws IllegalArgumentException if the key can be none
     */
    public long get(String key) {
        return store.sum(checked(key), CounterStore.PLAIN, CounterStore.PLAIN);
    }

    /**
     * Forgets a counter: it is 0 then.
     *
     * @param key the counter
     * @return whether there was one
     * @throws IllegalArgumentException if the key can be none
     */
    public boolean remove(String key) {
        return store.remove(checked(key), CounterStore.PLAIN, CounterStore.PLAIN);
    }

    /**
     * Spreads a counter over several rows, so that those who add to it at once seldom wait for each other. It is another counter than the
     * plain one of the same key.
     *
     * @param key the counter, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @param stripes over how many, 1 to {@value CounterStore#LAST_SLOT}; it can be changed at any time, and differ between instances
     * @return the counter, to be kept: it keeps its threads apart
     * @throws IllegalArgumentException if the key can be none, or the number is out of that
     * @throws IllegalStateException if these counters have a bound: no step sees all the rows, so none could keep it
     */
    public StripedCounter striped(String key, int stripes) {
        if (lowest != Long.MIN_VALUE || highest != Long.MAX_VALUE) {
            throw new IllegalStateException("counter '" + key + "' cannot be striped and bounded: no step sees all its"
                    + " rows. Take counters without atMost and atLeast, or a plain counter.");
        }
        if (stripes < 1 || stripes > CounterStore.LAST_SLOT) {
            throw new IllegalArgumentException(
                    "a counter has 1 to " + CounterStore.LAST_SLOT + " stripes, and not " + stripes + ".");
        }
        return new StripedCounter(this, store, checked(key), stripes);
    }

    private static String checked(String key) {
        return Names.checked("the key of a counter", key, CounterStore.LONGEST_KEY);
    }
}
