package dev.safe4j.counter;

/**
 * Where counters and the windows of quotas are kept: atomic steps. Thread-safe.
 *
 * <p>Every step commits on its own, whatever the caller has open. Times are those of the store's clock, inside the step. A step that throws
 * may have taken effect.
 */
public interface CounterStore extends AutoCloseable {

    /** The longest key, in characters. */
    int LONGEST_KEY = 200;

    /** The slot of a counter that is one number; those of a striped one are above it. */
    int PLAIN = 0;

    /** The slot of the last number of a sequence. */
    int SEQUENCE = -1;

    /** The highest slot. */
    int LAST_SLOT = 10_000;

    /**
     * What is to be added. A counter that is not there is 0.
     *
     * @param key the counter
     * @param slot the part of it, {@link #SEQUENCE} to {@link #LAST_SLOT}
     * @param amount how much; less than zero takes away
     * @param bound what the value may not pass by it: the highest one if the amount is above zero, the lowest one if it is below
     */
    record Change(String key, int slot, long amount, long bound) {

        /**
         * Returns the lowest of the values that the amount may be added to.
         *
         * @return {@code bound - amount} for a fall, else the lowest long; above {@link #highest()} if there is no such value
         */
        public long lowest() {
            if (isTakenByNone()) {
                return Long.MAX_VALUE;
            }
            return amount < 0 ? bound - amount : Long.MIN_VALUE;
        }

        /**
         * Returns the highest of the values that the amount may be added to.
         *
         * @return {@code bound - amount} for a rise, else the highest long; below {@link #lowest()} if there is no such value
         */
        public long highest() {
            if (isTakenByNone()) {
                return Long.MIN_VALUE;
            }
            return amount > 0 ? bound - amount : Long.MAX_VALUE;
        }

        /** The bound is so far off that not even a value at the end of what a long can say would be brought to it. */
        private boolean isTakenByNone() {
            return amount < 0 ? bound > Long.MAX_VALUE + amount : bound < Long.MIN_VALUE + amount;
        }

        /**
         * Tells whether the amount may be added.
         *
         * @param value the present value
         * @return whether the sum does not pass the bound, nor what a long can say
         */
        public boolean isTakenBy(long value) {
            return lowest() <= value && value <= highest();
        }
    }

    /**
     * What became of it.
     *
     * @param isAdded whether it was added; else nothing was
     * @param value the value after it, or the one that it was refused at
     */
    record Added(boolean isAdded, long value) {}

    /**
     * How a quota cuts the time: into slots that begin at multiples of their length by the store's clock. A quota of another pace under the
     * same key is another quota.
     *
     * @param micros how long a slot is, in microseconds
     * @param slots how many count: the present one and those before it, 1 to {@link Ring#MOST_SLOTS}
     */
    record Pace(long micros, int slots) {

        /**
         * Returns the slot of a moment.
         *
         * @param now microseconds since 1970
         * @return its number
         */
        public long slotAt(long now) {
            return Math.floorDiv(now, micros);
        }
    }

    /**
     * What is to be taken of a quota.
     *
     * @param key of the quota
     * @param pace of the quota
     * @param amount how much, 1 to the limit
     * @param limit the most that may count at once
     */
    record Take(String key, Pace pace, long amount, long limit) {}

    /**
     * A quota as a step left it.
     *
     * @param isTaken whether it was taken; else nothing was written
     * @param now the store's clock in the step, in microseconds since 1970
     * @param ring what is kept, as of its newest slot
     */
    record Window(boolean isTaken, long now, Ring ring) {}

    /**
     * Returns the name of the store, for people and meters.
     *
     * @return the name
     */
    String name();

    /**
     * Adds to a counter, if {@linkplain Change#isTakenBy its value allows it}.
     *
     * @param change what
     * @return what became of it
     */
    Added add(Change change);

    /**
     * Adds up slots of a counter as they are in one moment.
     *
     * @param key the counter
     * @param first the first slot
     * @param last the last slot
     * @return the sum, 0 if there are none
     * @throws ArithmeticException if it is more than a long can say
     */
    long sum(String key, int first, int last);

    /**
     * Forgets slots of a counter: they are 0 then.
     *
     * @param key the counter
     * @param first the first slot
     * @param last the last slot
     * @return whether there were any
     */
    boolean remove(String key, int first, int last);

    /**
     * Takes of a quota, if {@linkplain Ring#take the ring allows it}.
     *
     * @param take what
     * @return what became of it
     */
    Window take(Take take);

    /**
     * Looks at a quota, and writes nothing.
     *
     * @param key of the quota
     * @param pace of the quota
     * @return how it is; not taken
     */
    Window look(String key, Pace pace);

    /**
     * Forgets quotas of which nothing counts any more.
     *
     * @param atMost how many in this step; more are left for the next
     * @return how many were forgotten
     */
    int purge(int atMost);

    /** Lets go of what the store has for itself; counters stay. */
    @Override
    void close();
}
