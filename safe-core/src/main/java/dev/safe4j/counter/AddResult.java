package dev.safe4j.counter;

import java.util.function.Supplier;

/** What became of an amount: it was added, or refused at a bound. Immutable. */
public sealed interface AddResult {

    /**
     * It was added.
     *
     * @param value the value after it: no other caller was given the same one by the same rise or fall
     */
    record Added(long value) implements AddResult {}

    /**
     * The value would have passed its bound; nothing was added.
     *
     * @param key the counter
     * @param amount what was to be added
     * @param value the value that it was refused at
     * @param bound what the value may not pass
     */
    record Refused(String key, long amount, long value, long bound) implements AddResult {}

    /**
     * Tells whether it was added.
     *
     * @return true for {@link Added}
     */
    default boolean isAdded() {
        return this instanceof Added;
    }

    /**
     * Returns the value after it, or throws that it was refused.
     *
     * @return the value
     * @throws CounterLimitException if it was refused
     */
    default long orThrow() {
        return orThrow(() -> {
            Refused refused = (Refused) this;
            return new CounterLimitException(refused.key, refused.amount, refused.value, refused.bound);
        });
    }

    /**
     * Returns the value after it, or throws the caller's own exception.
     *
     * @param refused makes the exception for a refusal
     * @param <X> the type of that exception
     * @return the value
     * @throws X if it was refused
     */
    default <X extends Throwable> long orThrow(Supplier<? extends X> refused) throws X {
        if (this instanceof Added added) {
            return added.value;
        }
        throw refused.get();
    }
}
