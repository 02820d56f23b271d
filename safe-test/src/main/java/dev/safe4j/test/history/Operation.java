package dev.safe4j.test.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of one client and what came of it: the command, the answer, and the two moments between which it had its effect. As
 * immutable and thread-safe as its client, key, input and output are.
 *
 * @param client who called; a client makes one call at a time, so a thread or a connection, not a process
 * @param key what was called: one lock, one queue; operations of different keys have nothing to do with each other
 * @param input the command
 * @param output the answer, null if and only if no reply came
 * @param call when it was called, on a monotonic clock that all clients share: {@link System#nanoTime} in a {@link History}, but
 *     any count will do
 * @param ret when the reply came, on the same clock; {@link #NEVER} if and only if no reply came
 * @param <I> the type of the commands
 * @param <O> the type of the answers
 */
public record Operation<I, O>(
        Object client, Object key, I input, @Nullable O output, long call, long ret) {

    /** The moment at which a reply came that never came. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Checks the parts against each other.
     *
     * @throws NullPointerException if client, key or input is null, or there is a reply without an answer
     * @throws IllegalArgumentException if the reply came before the call, or an answer came without a reply
     */
    public Operation {
        Objects.requireNonNull(client, "the client of an operation is null.");
        Objects.requireNonNull(key, () -> "the key of an operation of client '" + client + "' is null.");
        Objects.requireNonNull(input, () -> "the input of an operation of client '" + client + "' is null.");
        if (ret < call) {
            throw new IllegalArgumentException("an operation ends after it began: client '" + client + "', " + input
                    + " was called at " + call + " and answered at " + ret + ".");
        }
        if (output == null && ret != NEVER) {
            throw new NullPointerException("an answer is never null: client '" + client + "', " + input
                    + " was answered with null at " + ret + "; let it answer an Optional or a record.");
        }
        if (output != null && ret == NEVER) {
            throw new IllegalArgumentException("an answer comes at a moment: client '" + client + "', " + input
                    + " was answered with " + output + ", and never.");
        }
    }

    /**
     * Makes an operation whose reply never came.
     *
     * @param client who called
     * @param key what was called
     * @param input the command
     * @param call when; it has its effect at any time after this, or never
     * @param <I> the type of the commands
     * @param <O> the type of the answers
     * @return the operation
     * @throws NullPointerException if client, key or input is null
     */
    public static <I, O> Operation<I, O> unanswered(Object client, Object key, I input, long call) {
        return new Operation<>(client, key, input, null, call, NEVER);
    }

    /**
     * Tells whether the reply came.
     *
     * @return false if the operation may or may not have had its effect
     */
    public boolean isAnswered() {
        return output != null;
    }

    O answer() {
        return Objects.requireNonNull(output, "the reply never came.");
    }

    /** The operation in one line, with its times counted from a moment. */
    String text(long zero) {
        return client + ": " + input + (isAnswered() ? " -> " + output : " -> no reply") + "  [" + (call - zero)
                + " .. " + (isAnswered() ? ret - zero : "") + "]";
    }

    @Override
    public String toString() {
        return text(0);
    }
}
