package dev.safe4j.test.history;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sequential specification of a thing: which answers it may give when it does one operation at a time. One model is for all
 * keys, each of which begins in the {@link #initial} state. Most models are {@link Deterministic}.
 *
 * <p>A model keeps nothing itself, so it is thread-safe; a state is an immutable value with {@code equals} and {@code hashCode},
 * neither null. An exception that a model throws ends the check.
 *
 * @param <S> the type of the states
 * @param <I> the type of the commands
 * @param <O> the type of the answers
 */
public interface Model<S, I, O> {

    /**
     * Returns the state before the first operation.
     *
     * @return the state
     */
    S initial();

    /**
     * Returns the state behind an operation that was answered.
     *
     * @param state the state before it
     * @param input the command
     * @param output the answer
     * @return the state after it, the same one if it changes nothing; empty if this answer cannot be given in that state
     */
    Optional<S> step(S state, I input, O output);

    /**
     * Returns the states behind an operation that was carried out and whose answer nobody knows. That it was never carried out
     * is not the model's concern.
     *
     * @param state the state before it
     * @param input the command
     * @return the states that it can leave behind, made one by one if they are many; none if it can do nothing there
     */
    Stream<S> stepUnanswered(S state, I input);

    /**
     * Tells whether an operation with this answer changes nothing, in any state: a read, a refusal. Saying so makes the search
     * much shorter; the verdict stays the same.
     *
     * @param input the command
     * @param output the answer
     * @return true only if {@link #step} returns the state it was given, whenever it returns one
     */
    default boolean isReadOnly(I input, O output) {
        return false;
    }

    /**
     * Tells whether an answer cannot be given in a state, nor in any that can come after it: a token that is used up, a value
     * that another one has taken the place of for good. Saying so lets the search turn back early; the verdict stays the same.
     *
     * @param state the state
     * @param input the command
     * @param output the answer
     * @return true only if {@link #step} returns nothing for it, in this state and all that can come after it
     */
    default boolean isPast(S state, I input, O output) {
        return false;
    }

    /**
     * A model in which the state and the command decide the answer: the thing itself, written down for one client.
     *
     * @param <S> the type of the states
     * @param <I> the type of the commands
     * @param <O> the type of the answers
     */
    interface Deterministic<S, I, O> extends Model<S, I, O> {

        /**
         * Carries out a command.
         *
         * @param state the state before it
         * @param input the command
         * @return the answer and the state after it
         */
        Outcome<S, O> apply(S state, I input);

        @Override
        default Optional<S> step(S state, I input, O output) {
            Outcome<S, O> outcome = apply(state, input);
            return outcome.answer().equals(output) ? Optional.of(outcome.next()) : Optional.empty();
        }

        @Override
        default Stream<S> stepUnanswered(S state, I input) {
            return Stream.of(apply(state, input).next());
        }
    }

    /**
     * What a command does in a state of a {@link Deterministic} model.
     *
     * @param answer the answer that it gives
     * @param next the state that it leaves behind
     * @param <S> the type of the states
     * @param <O> the type of the answers
     */
    record Outcome<S, O>(O answer, S next) {}
}
