package dev.safe4j.test.history;

import org.jspecify.annotations.Nullable;

/**
 * An idempotency store, of which each key is absent, then running, then done with a value: at most one owner runs at a time, and
 * every replayed value is the stored one. An owner that gives up, or whose time is up, leaves the key absent. Stateless.
 *
 * <p>As with a lease, an end of time is an operation of its own, {@link Expire}, and every run has an owner of its own.
 */
public final class IdempotencyModel
        implements Model.Deterministic<IdempotencyModel.State, IdempotencyModel.Command, IdempotencyModel.Answer> {

    /** Makes the model. */
    public IdempotencyModel() {}

    /** What can be asked of the store, or happen to it. */
    public sealed interface Command {

        /**
         * Returns on whose behalf.
         *
         * @return the owner to be, or that is
         */
        String owner();
    }

    /**
     * Begin to run, unless it was done: {@link Reply#STARTED}, {@link Reply#BUSY} or {@link Replayed}.
     *
     * @param owner for whom
     */
    public record Begin(String owner) implements Command {}

    /**
     * Store the value: {@link Reply#STORED} or {@link Reply#LOST}.
     *
     * @param owner who ran
     * @param value what came of it
     */
    public record Finish(String owner, Object value) implements Command {}

    /**
     * Give up without a value: {@link Reply#ABANDONED} or {@link Reply#LOST}.
     *
     * @param owner who ran
     */
    public record Abandon(String owner) implements Command {}

    /**
     * The owner's time is up: {@link Reply#EXPIRED}, or without a reply if it may be up from then on.
     *
     * @param owner whose time
     */
    public record Expire(String owner) implements Command {}

    /** What the store answers. */
    public sealed interface Answer {}

    /**
     * It was done before.
     *
     * @param value the stored value
     */
    public record Replayed(Object value) implements Answer {}

    /** The answers that carry nothing. */
    public enum Reply implements Answer {
        /** The key was absent; the owner runs now. */
        STARTED,
        /** Somebody runs. */
        BUSY,
        /** The owner ran; the value is stored for good. */
        STORED,
        /** The owner ran; the key is absent again. */
        ABANDONED,
        /** The owner ran, too long; the key is absent again. */
        EXPIRED,
        /** The owner does not run, or no longer; nothing was done. */
        LOST
    }

    /** Absent if both are null, done if there is a value. */
    record State(@Nullable String owner, @Nullable Object value) {

        static final State ABSENT = new State(null, null);
    }

    @Override
    public State initial() {
        return State.ABSENT;
    }

    @Override
    public Outcome<State, Answer> apply(State state, Command input) {
        if (input instanceof Begin) {
            return begin(state, input.owner());
        }
        if (!input.owner().equals(state.owner())) {
            return new Outcome<>(Reply.LOST, state);
        }
        if (input instanceof Finish finish) {
            return new Outcome<>(Reply.STORED, new State(null, finish.value()));
        }
        return new Outcome<>(input instanceof Abandon ? Reply.ABANDONED : Reply.EXPIRED, State.ABSENT);
    }

    private static Outcome<State, Answer> begin(State state, String owner) {
        if (state.value() != null) {
            return new Outcome<>(new Replayed(state.value()), state);
        }
        return state.owner() == null
                ? new Outcome<>(Reply.STARTED, new State(owner, null))
                : new Outcome<>(Reply.BUSY, state);
    }

    /** What is done stays done. */
    @Override
    public boolean isPast(State state, Command input, Answer output) {
        return state.value() != null && step(state, input, output).isEmpty();
    }

    @Override
    public boolean isReadOnly(Command input, Answer output) {
        return output instanceof Replayed || output == Reply.BUSY || output == Reply.LOST;
    }
}
