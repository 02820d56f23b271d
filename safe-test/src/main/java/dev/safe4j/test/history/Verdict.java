package dev.safe4j.test.history;

import java.util.List;

/** What the checker found out about a history. Immutable; {@code toString} says it in sentences for a test report. */
public sealed interface Verdict {

    /**
     * There is an order of the operations that explains every answer. What the counts are for: an empty history is linearizable
     * too.
     *
     * @param operations how many operations were checked
     * @param keys on how many keys
     */
    record Linearizable(int operations, int keys) implements Verdict {
        @Override
        public String toString() {
            return "linearizable: " + operations + " operations on " + keys + " keys.";
        }
    }

    /**
     * There is no order that explains every answer, and none even for the beginning of the key's history: the operations that
     * were called before {@code unplaced} returned, of which those that ran on then may or may not have happened. It is the
     * shortest such beginning; among many lost replies it may be a longer one.
     *
     * @param key whose operations
     * @param unplaced the operation whose answer no order explains. It need not be the one to blame, only the first to show it
     * @param window the last operations of that beginning by the time of their call, {@code unplaced} among them, without the
     *     others that change nothing
     * @param earlier how many of that beginning are not in the window
     * @param states the states in which all orders end that explain every answer before {@code unplaced}, 16 at the most; empty
     *     if it took too long to find them
     */
    record NotLinearizable(
            Object key, Operation<?, ?> unplaced, List<Operation<?, ?>> window, int earlier, List<Object> states)
            implements Verdict {

        /** Copies window and states. */
        public NotLinearizable {
            window = List.copyOf(window);
            states = List.copyOf(states);
        }

        @Override
        public String toString() {
            long zero = window.isEmpty() ? 0 : window.get(0).call();
            StringBuilder text =
                    new StringBuilder("not linearizable: key '" + key + "'. No order explains the answer of\n    "
                            + unplaced.text(zero) + "\nStates that the operations before it can lead to:");
            states.forEach(state -> text.append("\n    ").append(state));
            text.append("\nOperations up to its return (times since the first one shown):");
            if (earlier > 0) {
                text.append("\n    (").append(earlier).append(" more, earlier ones or without effect)");
            }
            for (Operation<?, ?> operation : window) {
                text.append(operation.equals(unplaced) ? "\n  > " : "\n    ").append(operation.text(zero));
            }
            return text.append('\n').toString();
        }
    }

    /**
     * The search reached its limit before it knew. Nothing is proved: shorter histories, more keys, fewer clients at a time or
     * fewer operations without a reply make it shorter.
     *
     * @param key whose operations it was searching; the keys with longer histories have not been looked at
     * @param limit the limit, in steps
     * @param furthest the first operation to return that none of the orders tried could explain: where to look first
     */
    record Unknown(Object key, long limit, Operation<?, ?> furthest) implements Verdict {
        @Override
        public String toString() {
            return "unknown whether linearizable: the search reached its limit of " + limit + " steps at key '" + key
                    + "'. The orders tried explain the answers before this one:\n    "
                    + furthest.text(furthest.call()) + "\n";
        }
    }

    /**
     * Tells whether the history was found linearizable.
     *
     * @return true for {@link Linearizable} only: what is unknown has not passed
     */
    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }

    /**
     * Returns the good verdict, or throws the other ones.
     *
     * @return the counts of what was checked
     * @throws AssertionError if the history is not linearizable or that is unknown, with the text of the verdict
     */
    default Linearizable orThrow() {
        if (this instanceof Linearizable linearizable) {
            return linearizable;
        }
        throw new AssertionError(toString());
    }
}
