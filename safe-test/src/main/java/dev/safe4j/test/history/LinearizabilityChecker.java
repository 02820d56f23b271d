package dev.safe4j.test.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checker: is there an order of the operations that keeps their real-time order and explains every answer (Herlihy and Wing,
 * <i>Linearizability: a correctness condition for concurrent objects</i>, 1990)? Two operations of which neither returned before
 * the other was called, times that are equal included, may stand in either order. Stateless and so thread-safe; it runs in the
 * caller's thread, without recursion.
 *
 * <p>The search is that of Wing and Gong (<i>Testing and verifying concurrent objects</i>, 1993), which remembers the places it
 * has been to, a place being the operations done and the state (Lowe, <i>Testing for linearizability</i>, 2017), and goes key by
 * key (Horn and Kroening, <i>Faster linearizability checking via P-compositionality</i>, 2015), short histories first.
 *
 * <p>Its time and memory grow with the length of the history, and in the worst case exponentially with the operations that run
 * at one time, to which an operation without a reply belongs for ever. So it has a limit, in steps: calls of the model for the
 * next state, states that it made, and comparisons with where the search was. When the limit is reached the verdict is {@link
 * Verdict.Unknown}. Ten thousand operations of eight clients take ten thousand steps to a million, if there is an order; a fault
 * among many lost replies may take more than there are.
 */
public final class LinearizabilityChecker {

    /** The most steps of a check, unless said otherwise: some ten seconds and half a gigabyte at the worst. */
    public static final long DEFAULT_LIMIT = 10_000_000;

    private LinearizabilityChecker() {}

    /**
     * Checks what a recorder has recorded so far, with the limit {@value #DEFAULT_LIMIT}.
     *
     * @param history the recorder
     * @param model the specification
     * @param <S> the type of the states
     * @param <I> the type of the commands
     * @param <O> the type of the answers
     * @return the verdict; never an unfounded {@link Verdict.Linearizable}
     * @throws IllegalArgumentException if a client made two calls at a time; names both
     */
    public static <S, I, O> Verdict check(History<I, O> history, Model<S, I, O> model) {
        return check(history.operations(), model, DEFAULT_LIMIT);
    }

    /**
     * Checks operations in any order, with the limit {@value #DEFAULT_LIMIT}.
     *
     * @param operations the operations
     * @param model the specification
     * @param <S> the type of the states
     * @param <I> the type of the commands
     * @param <O> the type of the answers
     * @return the verdict; never an unfounded {@link Verdict.Linearizable}
     * @throws IllegalArgumentException if a client made two calls at a time; names both
     */
    public static <S, I, O> Verdict check(Collection<Operation<I, O>> operations, Model<S, I, O> model) {
        return check(operations, model, DEFAULT_LIMIT);
    }

    /**
     * Checks operations in any order.
     *
     * @param operations the operations
     * @param model the specification
     * @param limit the most steps to the verdict, all keys together; the report of a fault takes as many again at the most
     * @param <S> the type of the states
     * @param <I> the type of the commands
     * @param <O> the type of the answers
     * @return the verdict; never an unfounded {@link Verdict.Linearizable}
     * @throws IllegalArgumentException if a client made two calls at a time (names both), or the limit is not positive
     */
    public static <S, I, O> Verdict check(Collection<Operation<I, O>> operations, Model<S, I, O> model, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of a search must be positive, and is " + limit + ".");
        }
        refuseTwoCallsAtATime(operations);
        List<List<Operation<I, O>>> histories = byKey(operations);
        long left = limit;
        for (List<Operation<I, O>> history : histories) {
            KeyCheck<S, I, O> check = new KeyCheck<>(model, history);
            Verdict verdict = check.run(left);
            if (!verdict.isLinearizable()) {
                return verdict instanceof Verdict.Unknown unknown
                        ? new Verdict.Unknown(unknown.key(), limit, unknown.furthest())
                        : verdict;
            }
            left -= check.steps();
        }
        return new Verdict.Linearizable(operations.size(), histories.size());
    }

    private static <I, O> List<List<Operation<I, O>>> byKey(Collection<Operation<I, O>> operations) {
        Map<Object, List<Operation<I, O>>> byKey = new LinkedHashMap<>();
        for (Operation<I, O> operation : operations) {
            byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        return byKey.values().stream()
                .sorted(Comparator.comparingInt(List::size))
                .toList();
    }

    /** A client whose reply never came may go on: its lost operation stays open beside the next ones. */
    private static <I, O> void refuseTwoCallsAtATime(Collection<Operation<I, O>> operations) {
        Map<Object, Operation<I, O>> running = new HashMap<>();
        operations.stream()
                .sorted(Comparator.<Operation<I, O>>comparingLong(Operation::call)
                        .thenComparing(Operation::isAnswered)
                        .thenComparingLong(Operation::ret))
                .forEach(next -> {
                    Operation<I, O> last = running.get(next.client());
                    if (last != null && next.call() < last.ret()) {
                        throw new IllegalArgumentException("a client makes one call at a time, and client '"
                                + next.client() + "' made two: " + last + " and " + next + ".");
                    }
                    if (next.isAnswered()) {
                        running.put(next.client(), next);
                    }
                });
    }
}
