package dev.safe4j.counter;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/**
 * Says that an amount was not added, as the value would have passed its bound, or what a counter can hold. Nothing was added.
 *
 * @see "docs/patterns/lost-counter.md"
 */
public final class CounterLimitException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final long amount;
    private final long value;
    private final long bound;

    /**
     * Makes the exception.
     *
     * @param key the counter
     * @param amount what was to be added
     * @param value the value that it was refused at
     * @param bound what the value may not pass
     */
    public CounterLimitException(String key, long amount, long value, long bound) {
        super("counter '" + key + "' is " + value + ", and adding " + amount + " was refused: it may not be "
                + (amount < 0 ? "below " : "above ") + bound + ". Nothing was added.");
        this.key = key;
        this.amount = amount;
        this.value = value;
        this.bound = bound;
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }

    /**
     * Returns which counter.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Returns what was to be added.
     *
     * @return the amount
     */
    public long amount() {
        return amount;
    }

    /**
     * Returns the value that it was refused at.
     *
     * @return the value
     */
    public long value() {
        return value;
    }

    /**
     * Returns what the value may not pass.
     *
     * @return the bound
     */
    public long bound() {
        return bound;
    }
}
