package dev.safe4j.test.history;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A recorder of what clients do: every call with its answer and its two times, in {@link System#nanoTime}. Thread-safe; it grows
 * with the number of calls, and keeps their inputs and outputs.
 *
 * @param <I> the type of the commands
 * @param <O> the type of the answers
 */
public final class History<I, O> {

    /** Null inside: not called yet, or never happened. */
    private final Queue<AtomicReference<@Nullable Operation<I, O>>> recorded = new ConcurrentLinkedQueue<>();

    private final Predicate<? super Throwable> neverHappened;

    /** Makes a recorder for which a call that throws has no reply: it may have had its effect, or may have it later. */
    public History() {
        this(thrown -> false);
    }

    /**
     * Makes a recorder with a rule for calls that throw. Only a throwable that proves that nothing was done, now or later, may
     * pass: a refused connection does, a time-out does not. A refusal that is part of the protocol is better caught in the body
     * and returned as an answer, so that it is checked too.
     *
     * @param neverHappened tells of a throwable whether its operation did not happen, and is left out of the history; else its
     *     reply never came
     */
    public History(Predicate<? super Throwable> neverHappened) {
        this.neverHappened = Objects.requireNonNull(neverHappened, "the rule for calls that throw is null.");
    }

    /**
     * A call of the thing under test.
     *
     * @param <O> the type of the answer
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Body<O, X extends Throwable> {

        /**
         * Makes the call.
         *
         * @return the answer, not null
         * @throws X if the call fails
         */
        O run() throws X;
    }

    /**
     * Makes a call and records it.
     *
     * @param client who calls, one call at a time
     * @param key what is called
     * @param input the command, for the model
     * @param body the call
     * @param <X> what it may throw
     * @return the answer
     * @throws X what the body throws, as it is; the operation is then recorded by the rule of this recorder
     * @throws NullPointerException if client, key or input is null, and nothing was called; or if the answer is null, and the
     *     operation is recorded as one without a reply
     */
    public <X extends Throwable> O call(Object client, Object key, I input, Body<? extends O, X> body) throws X {
        AtomicReference<@Nullable Operation<I, O>> slot = new AtomicReference<>();
        recorded.add(slot);
        long call = System.nanoTime();
        slot.set(Operation.unanswered(client, key, input, call));
        O output;
        try {
            output = body.run();
        } catch (Throwable thrown) {
            if (neverHappened.test(thrown)) {
                slot.set(null);
            }
            throw thrown;
        }
        slot.set(new Operation<>(client, key, input, output, call, System.nanoTime()));
        return output;
    }

    /**
     * Adds an operation that was recorded elsewhere, or is none of a client's: the end of a lease, say, as an operation without
     * a reply that is called when the lease may end at the earliest.
     *
     * @param operation the operation, with times of {@link System#nanoTime}
     */
    public void add(Operation<I, O> operation) {
        recorded.add(new AtomicReference<>(Objects.requireNonNull(operation, "the operation to add is null.")));
    }

    /**
     * Returns what was recorded so far. A call that still runs is there without a reply.
     *
     * @return the operations, a copy, by the time of their call
     */
    public List<Operation<I, O>> operations() {
        return recorded.stream()
                .map(AtomicReference::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(Operation::call))
                .toList();
    }
}
