package dev.safe4j.counter;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A counter spread over several rows, for one that so many add to that they would wait for each other; made by {@link Counters#striped}.
 * Immutable and thread-safe. It has no bound, and adding does not tell the value. In a transaction of the caller's: a step commits on its
 * own.
 */
public final class StripedCounter {

    private static final int FIRST = CounterStore.PLAIN + 1;

    private final Counters counters;
    private final CounterStore store;
    private final String key;
    private final int stripes;

    StripedCounter(Counters counters, CounterStore store, String key, int stripes) {
        this.counters = counters;
        this.store = store;
        this.key = key;
        this.stripes = stripes;
    }

    /**
     * Adds to one of the rows, whichever it falls to.
     *
     * @param amount how much; less than zero takes away
     * @throws CounterLimitException if that row would overflow; nothing was added
     */
    public void add(long amount) {
        int slot = FIRST + ThreadLocalRandom.current().nextInt(stripes);
        counters.tryAdd(key, slot, amount).orThrow();
    }

    /**
     * Adds up the rows: all that were ever used, also if there were more stripes once.
     *
     * @return the value in one moment
     * @throws ArithmeticException if it is more than a long can say
     */
    public long sum() {
        return store.sum(key, FIRST, CounterStore.LAST_SLOT);
    }

    /**
     * Forgets the counter: it is 0 then, but for what is added meanwhile.
     *
     * @return whether there was one
     */
    public boolean remove() {
        return store.remove(key, FIRST, CounterStore.LAST_SLOT);
    }
}
