package dev.safe4j.test.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The operations of one key, laid out for the search: the answered ones in the order of their return and so by number, and the
 * lost ones.
 */
final class Timeline<S, I, O> {

    private final Model<S, I, O> model;
    private final Lost<S, I, O> lost;
    private final List<Operation<I, O>> byCall;
    private final List<Operation<I, O>> answered;
    private final int[][] open;
    private final BitSet readOnly = new BitSet();

    Timeline(Model<S, I, O> model, Collection<Operation<I, O>> operations) {
        this.model = model;
        byCall = operations.stream()
                .sorted(Comparator.comparingLong(Operation::call))
                .toList();
        lost = new Lost<>(
                model, byCall.stream().filter(each -> !each.isAnswered()).toList());
        answered = byCall.stream()
                .filter(Operation::isAnswered)
                .sorted(Comparator.comparingLong(Operation::ret))
                .toList();
        open = openOnes();
        for (int i = 0; i < answered.size(); i++) {
            readOnly.set(
                    i, model.isReadOnly(answered.get(i).input(), answered.get(i).answer()));
        }
    }

    /** For each answered operation: those that may be the next one when it is the first to return of all that remain. */
    private int[][] openOnes() {
        int[] calls = IntStream.range(0, answered.size())
                .boxed()
                .sorted(Comparator.comparingLong(each -> answered.get(each).call()))
                .mapToInt(each -> each)
                .toArray();
        int[][] result = new int[answered.size()][];
        TreeSet<Integer> running = new TreeSet<>();
        int next = 0;
        for (int first = 0; first < result.length; first++) {
            running.remove(first - 1);
            while (next < calls.length
                    && answered.get(calls[next]).call() <= answered.get(first).ret()) {
                running.add(calls[next++]);
            }
            result[first] = running.stream().mapToInt(each -> each).toArray();
        }
        return result;
    }

    /** All of them, by call. */
    List<Operation<I, O>> all() {
        return byCall;
    }

    /** How many were answered. */
    int size() {
        return answered.size();
    }

    Operation<I, O> answered(int number) {
        return answered.get(number);
    }

    /** Whether it changes nothing, in any state. */
    boolean isReadOnly(int number) {
        return readOnly.get(number);
    }

    /** Those whose reply never came. */
    Lost<S, I, O> lost() {
        return lost;
    }

    S initial() {
        return model.initial();
    }

    /** The state behind an answered operation, empty if its answer cannot be given in that state. */
    Optional<S> step(S state, int number) {
        Operation<I, O> operation = answered.get(number);
        Optional<S> next = model.step(state, operation.input(), operation.answer());
        if (readOnly.get(number) && next.isPresent() && !next.get().equals(state)) {
            throw new IllegalStateException(
                    "the model " + model.getClass().getName() + " says that " + operation.input()
                            + " -> " + operation.output() + " is read only, and changes " + state + " to " + next.get()
                            + " with it.");
        }
        return next;
    }

    boolean isPast(S state, int number) {
        Operation<I, O> operation = answered.get(number);
        return model.isPast(state, operation.input(), operation.answer());
    }

    /** The answered operations that begin before {@code first} returns and do not return before it, by number. */
    int[] open(int first) {
        return open[first];
    }

    /** The operations that begin before one returns, by call. */
    List<Operation<I, O>> until(int end) {
        long moment = answered.get(end).ret();
        return byCall.stream().filter(each -> each.call() <= moment).toList();
    }

    /** Of {@link #until} the last ones, without those that change nothing, but always with the one. */
    List<Operation<?, ?>> lastUntil(int end, int most) {
        Set<Operation<I, O>> idle = new HashSet<>();
        readOnly.stream().filter(number -> number != end).forEach(number -> idle.add(answered.get(number)));
        List<Operation<I, O>> telling =
                until(end).stream().filter(each -> !idle.contains(each)).toList();
        Operation<I, O> one = answered.get(end);
        int cut = Math.max(0, telling.size() - most);
        List<Operation<?, ?>> last = new ArrayList<>(telling.subList(cut, telling.size()));
        if (!last.contains(one)) {
            last.add(0, one);
        }
        return last;
    }
}
