package dev.safe4j.test.history;

import java.util.Optional;

/**
 * A lock: one holder at a time, who alone can release it. A refusal is right only while somebody holds it, the same holder
 * included: it is not re-entrant. Stateless.
 */
public final class LockModel implements Model.Deterministic<Optional<String>, LockModel.Command, LockModel.Answer> {

    /** Makes the model. */
    public LockModel() {}

    /** What a client can ask of the lock. */
    public sealed interface Command {

        /**
         * Returns on whose behalf.
         *
         * @return the holder to be, or that is
         */
        String holder();
    }

    /**
     * Take the lock if it is free: {@link Answer#GRANTED} or {@link Answer#REFUSED}.
     *
     * @param holder for whom
     */
    public record TryAcquire(String holder) implements Command {}

    /**
     * Give the lock back: {@link Answer#RELEASED} or {@link Answer#NOT_HELD}.
     *
     * @param holder who gives it back
     */
    public record Release(String holder) implements Command {}

    /** What the lock answers. */
    public enum Answer {
        /** The lock was free and is the holder's now. */
        GRANTED,
        /** The lock is held. */
        REFUSED,
        /** The lock was the holder's and is free now. */
        RELEASED,
        /** The lock is free or another's; nothing was done. */
        NOT_HELD
    }

    @Override
    public Optional<String> initial() {
        return Optional.empty();
    }

    @Override
    public Outcome<Optional<String>, Answer> apply(Optional<String> state, Command input) {
        Optional<String> holder = Optional.of(input.holder());
        if (input instanceof TryAcquire) {
            return state.isEmpty() ? new Outcome<>(Answer.GRANTED, holder) : new Outcome<>(Answer.REFUSED, state);
        }
        return state.equals(holder)
                ? new Outcome<>(Answer.RELEASED, Optional.empty())
                : new Outcome<>(Answer.NOT_HELD, state);
    }

    @Override
    public boolean isReadOnly(Command input, Answer output) {
        return output == Answer.REFUSED || output == Answer.NOT_HELD;
    }
}
