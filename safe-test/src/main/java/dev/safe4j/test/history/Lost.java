package dev.safe4j.test.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The operations of one key whose reply never came, by number in the order of their call. Those with the same command are of one
 * kind: they can stand for each other, so the earliest of a kind is used first.
 */
final class Lost<S, I, O> {

    private static final int[] NONE = {};

    private final Model<S, I, O> model;
    private final List<Operation<I, O>> operations;
    private final List<I> commands;
    private final List<int[]> kinds;
    private final Map<S, int[]> able = new HashMap<>();
    private long steps;

    Lost(Model<S, I, O> model, List<Operation<I, O>> operations) {
        this.model = model;
        this.operations = operations;
        Map<I, List<Integer>> numbers = new LinkedHashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            numbers.computeIfAbsent(operations.get(i).input(), command -> new ArrayList<>())
                    .add(i);
        }
        commands = List.copyOf(numbers.keySet());
        kinds = numbers.values().stream()
                .map(each -> each.stream().mapToInt(number -> number).toArray())
                .toList();
    }

    boolean isEmpty() {
        return operations.isEmpty();
    }

    /** The calls of the model that were made here. */
    long steps() {
        return steps;
    }

    /** The kinds that change a state, each in at least one way. */
    int[] ableIn(S state) {
        return isEmpty()
                ? NONE
                : able.computeIfAbsent(
                        state,
                        key -> IntStream.range(0, commands.size())
                                .filter(kind -> after(key, kind).hasNext())
                                .toArray());
    }

    /** The states to which an operation of a kind changes a state. */
    Iterator<S> after(S state, int kind) {
        steps++;
        return model.stepUnanswered(state, commands.get(kind))
                .filter(next -> !next.equals(state))
                .iterator();
    }

    /** The operation of a kind that is to be used next, if it was called by then; else -1. */
    int next(int kind, BitSet used, long moment) {
        for (int number : kinds.get(kind)) {
            if (!used.get(number)) {
                return operations.get(number).call() <= moment ? number : -1;
            }
        }
        return -1;
    }
}
