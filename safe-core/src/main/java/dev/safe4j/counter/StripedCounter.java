package dev.safe4j.counter;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A counter spread over several rows, for one that so many add to that they would wait for each other; made by {@link Counters#striped}.
 * Threads that add by one instance are kept apart as long as there are rows enough, so it is to be kept, not made for each addition; other
 * processes meet them by chance. Thread-safe. It has no bound, and adding does not tell the value. In a transaction of the caller's: a
 * step commits on its own.
 */
public final class StripedCounter {

    private static final int FIRST = CounterStore.PLAIN + 1;

    private final Counters counters;
    private final CounterStore store;
    private final String key;
    private final int stripes;
    /** How many threads are adding to each. */
    private final AtomicIntegerArray adding;

    StripedCounter(Counters counters, CounterStore store, String key, int stripes) {
        this.counters = counters;
        this.store = store;
        this.key = key;
        this.stripes = stripes;
        this.adding = new AtomicIntegerArray(stripes);
    }

    /**
     * Adds to one of the rows, whichever it falls to of those that no thread is adding to by this instance.
     *
     * @param amount how much; less than zero takes away
     * @throws CounterLimitException if that row would overflow; nothing was added
     */
    public void add(long amount) {
        int stripe = enter();
        try {
            counters.tryAdd(key, FIRST + stripe, amount).orThrow();
        } finally {
            adding.decrementAndGet(stripe);
        }
    }

    /** The first idle one from a random one on, or that one if none is. */
    private int enter() {
        int random = ThreadLocalRandom.current().nextInt(stripes);
        for (int i = 0; i < stripes; i++) {
            int stripe = (random + i) % stripes;
            if (adding.compareAndSet(stripe, 0, 1)) {
                return stripe;
            }
        }
        adding.incrementAndGet(random);
        return random;
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
