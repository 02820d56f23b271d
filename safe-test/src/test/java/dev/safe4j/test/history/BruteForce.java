package dev.safe4j.test.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The definition, tried out: every order of every choice of operations, without a thought for time. */
final class BruteForce<S, I, O> {

    private final Model<S, I, O> model;
    private final List<Operation<I, O>> operations;
    private final Predicate<Operation<I, O>> mustHappen;

    private BruteForce(Model<S, I, O> model, List<Operation<I, O>> operations, Predicate<Operation<I, O>> mustHappen) {
        this.model = model;
        this.operations = operations;
        this.mustHappen = mustHappen;
    }

    static <S, I, O> boolean isLinearizable(List<Operation<I, O>> operations, Model<S, I, O> model) {
        return isLinearizable(operations, model, Operation::isAnswered);
    }

    static <S, I, O> boolean isLinearizable(
            List<Operation<I, O>> operations, Model<S, I, O> model, Predicate<Operation<I, O>> mustHappen) {
        return new BruteForce<>(model, operations, mustHappen).anyOrder(new ArrayList<>());
    }

    private boolean anyOrder(List<Operation<I, O>> order) {
        if (operations.stream().noneMatch(each -> mustHappen.test(each) && !order.contains(each))
                && keepsTime(order)
                && !replay(order).isEmpty()) {
            return true;
        }
        for (Operation<I, O> operation : operations) {
            if (!order.contains(operation)) {
                order.add(operation);
                if (anyOrder(order)) {
                    return true;
                }
                order.remove(order.size() - 1);
            }
        }
        return false;
    }

    private boolean keepsTime(List<Operation<I, O>> order) {
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                if (order.get(j).ret() < order.get(i).call()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Set<S> replay(List<Operation<I, O>> order) {
        Set<S> states = Set.of(model.initial());
        for (Operation<I, O> operation : order) {
            Set<S> next = new LinkedHashSet<>();
            for (S state : states) {
                if (operation.isAnswered()) {
                    model.step(state, operation.input(), operation.answer()).ifPresent(next::add);
                } else {
                    model.stepUnanswered(state, operation.input()).forEach(next::add);
                }
            }
            states = next;
        }
        return states;
    }
}
