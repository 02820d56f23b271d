package dev.safe4j.fanout;

import dev.safe4j.fanout.Outcome.Failure;
import org.jspecify.annotations.Nullable;

/** One item of a batch. Guarded by the batch, but for what never changes. */
final class Task<I, T extends @Nullable Object> {

    final int index;
    final I item;
    final long weight;
    /** Null until it is decided; not changed after. */
    @Nullable
    Outcome<T> outcome;
    /** What runs it; null before and after. */
    @Nullable
    Thread thread;

    boolean isStarted;
    boolean isInterrupted;
    long startedAt;

    private Task(int index, I item, long weight, @Nullable Outcome<T> outcome) {
        this.index = index;
        this.item = item;
        this.weight = weight;
        this.outcome = outcome;
    }

    /** Makes the task of an item, which has failed already if it cannot be weighed or is too heavy. */
    static <I, T extends @Nullable Object> Task<I, T> of(int index, I item, Options<I> options) {
        if (options.weigher() == null) {
            return new Task<>(index, item, 0, null);
        }
        try {
            long weight = options.weigher().applyAsLong(item);
            if (weight < 0 || weight > options.budget()) {
                throw new IllegalArgumentException(
                        "item " + index + " weighs " + weight + ", which is not from 0 to " + options.budget() + ".");
            }
            return new Task<>(index, item, weight, null);
        } catch (RuntimeException failure) {
            return new Task<>(index, item, 0, new Failure<>(failure));
        }
    }
}
