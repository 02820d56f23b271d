package dev.safe4j.test.history;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lease with fencing tokens: one holder at a time, until it releases the lease or the lease ends, and every token above all
 * the ones before. Stateless.
 *
 * <p>A lease is not a linearizable lock: it ends by itself, and its holder learns that late. So the end is an operation of its
 * own, {@link Expire}, which the test records for the environment: without a reply, with the first moment at which the lease can
 * end as its call ({@link History#add}). Without it, a second grant is a second owner. Give every acquisition a holder of its own
 * ({@code "node-1/17"}), else the end of one lease is taken for the end of the next one of that holder.
 */
public final class LeaseModel implements Model<LeaseModel.State, LeaseModel.Command, LeaseModel.Answer> {

    /** Makes the model. */
    public LeaseModel() {}

    /** What can be asked of the lease, or happen to it. */
    public sealed interface Command {

        /**
         * Returns on whose behalf.
         *
         * @return the holder to be, or that is
         */
        String holder();
    }

    /**
     * Take the lease if it is free: {@link Granted} or {@link Reply#REFUSED}.
     *
     * @param holder for whom
     */
    public record Acquire(String holder) implements Command {}

    /**
     * Make the lease last longer: {@link Reply#KEPT} or {@link Reply#LOST}.
     *
     * @param holder who holds it
     */
    public record Renew(String holder) implements Command {}

    /**
     * Give the lease back: {@link Reply#RELEASED} or {@link Reply#LOST}.
     *
     * @param holder who gives it back
     */
    public record Release(String holder) implements Command {}

    /**
     * The lease ends: {@link Reply#EXPIRED}, or without a reply if it may end from then on.
     *
     * @param holder whose lease
     */
    public record Expire(String holder) implements Command {}

    /** What the lease answers. */
    public sealed interface Answer {}

    /**
     * The lease was free and is the holder's now.
     *
     * @param token its fencing token, above all tokens before
     */
    public record Granted(long token) implements Answer {}

    /** The answers that carry nothing. */
    public enum Reply implements Answer {
        /** Somebody holds the lease. */
        REFUSED,
        /** The lease is still the holder's. */
        KEPT,
        /** The lease was the holder's and is free now. */
        RELEASED,
        /** The lease is no longer the holder's; nothing was done. */
        LOST,
        /** The lease was the holder's and has ended. */
        EXPIRED
    }

    /** Who holds it, and the highest token; of a grant whose reply was lost the lowest token that it can have had. */
    record State(@Nullable String holder, long highest) {}

    @Override
    public State initial() {
        return new State(null, Long.MIN_VALUE);
    }

    @Override
    public Optional<State> step(State state, Command input, Answer output) {
        if (output instanceof Granted granted) {
            return input instanceof Acquire && state.holder() == null && granted.token() > state.highest()
                    ? Optional.of(new State(input.holder(), granted.token()))
                    : Optional.empty();
        }
        if (input instanceof Acquire) {
            return output == Reply.REFUSED && state.holder() != null ? Optional.of(state) : Optional.empty();
        }
        if (!input.holder().equals(state.holder())) {
            return output == Reply.LOST ? Optional.of(state) : Optional.empty();
        }
        return output == replyToHolder(input) ? Optional.of(behind(state, input)) : Optional.empty();
    }

    @Override
    public Stream<State> stepUnanswered(State state, Command input) {
        if (input instanceof Acquire) {
            return state.holder() == null ? Stream.of(new State(input.holder(), state.highest() + 1)) : Stream.empty();
        }
        return input.holder().equals(state.holder()) ? Stream.of(behind(state, input)) : Stream.empty();
    }

    private static Reply replyToHolder(Command input) {
        if (input instanceof Renew) {
            return Reply.KEPT;
        }
        return input instanceof Release ? Reply.RELEASED : Reply.EXPIRED;
    }

    private static State behind(State state, Command ofHolder) {
        return ofHolder instanceof Renew ? state : new State(null, state.highest());
    }

    @Override
    public boolean isPast(State state, Command input, Answer output) {
        return output instanceof Granted granted && granted.token() <= state.highest();
    }

    @Override
    public boolean isReadOnly(Command input, Answer output) {
        return output == Reply.REFUSED || output == Reply.KEPT || output == Reply.LOST;
    }
}
