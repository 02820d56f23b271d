package dev.safe4j.idempotency;

import dev.safe4j.lease.LeaseLostException;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The run of an operation under its key, as the work sees it. Thread-safe. */
public interface ClaimedAttempt {

    /**
     * What a step does.
     *
     * @param <T> what it returns
     * @param <X> what it throws
     */
    @FunctionalInterface
    interface Step<T extends @Nullable Object, X extends Exception> {

        /**
         * Runs the step.
         *
         * @return its result
         * @throws X whatever it throws; nothing is recorded
         */
        T run() throws X;
    }

    /**
     * A step without a result.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    interface StepAction<X extends Exception> {

        /**
         * Runs the step.
         *
         * @throws X whatever it throws; nothing is recorded
         */
        void run() throws X;
    }

    /**
     * Returns which request this is.
     *
     * @return its id
     */
    RequestId id();

    /**
     * Returns which claim of this request it is. Above 1, an owner before may have done the work, in part or whole, without having
     * stored its answer: ask the systems that it calls before calling them again.
     *
     * @return the number, from 1
     */
    long number();

    /**
     * Returns a key for a system that this work calls: the same in every attempt of this request, another for every other.
     *
     * @param call which call, if there are several
     * @return 64 hexadecimal digits
     */
    String idempotencyKey(String call);

    /**
     * Tells whether the claim is still this attempt's, without a round trip.
     *
     * @return true while nobody else can have taken over
     */
    boolean isHeld();

    /**
     * Checks that the claim is still this attempt's, without a round trip.
     *
     * @throws LeaseLostException if somebody else may have taken over
     */
    void ensureHeld();

    /**
     * Returns what completes when the claim is lost while the work runs: somebody else may take over. Never in the same-transaction mode.
     *
     * @return the signal, with the exception that says why as its value; its dependents should be short
     */
    CompletionStage<LeaseLostException> whenLost();

    /**
     * Runs a step once over all attempts: if it was recorded, its result is returned and it is not run. Between its effect and its
     * record a crash leaves the effect alone, so that the next attempt runs it again: give {@link #idempotencyKey} to the system it calls.
     *
     * @param name the step, another for each of one operation
     * @param type of its result
     * @param step what it does
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result, of this attempt or one before
     * @throws X what it threw; nothing is recorded
     * @throws LeaseLostException if the claim is not this attempt's any more; the step may have been run
     * @throws IllegalArgumentException if results of that type cannot be stored; the step was not run
     * @throws IllegalStateException if it was recorded, and its result was too large to be kept or is none of that type; in the
     *     same-transaction mode, where a record would be rolled back with the transaction
     */
    <T extends @Nullable Object, X extends Exception> T step(String name, Type type, Step<T, X> step) throws X;

    /**
     * Runs a step without a result once over all attempts.
     *
     * @param name the step
     * @param step what it does
     * @param <X> what it throws
     * @throws X what it threw; nothing is recorded
     */
    <X extends Exception> void step(String name, StepAction<X> step) throws X;
}
