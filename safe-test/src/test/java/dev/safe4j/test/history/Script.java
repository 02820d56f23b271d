package dev.safe4j.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A history by hand: operations one after another, ten ticks each, every one by a client of its own. */
final class Script<I, O> {

    private final List<Operation<I, O>> operations = new ArrayList<>();
    private long now;

    private String client() {
        return "client-" + operations.size();
    }

    Script<I, O> then(I input, O output) {
        now += 10;
        return at(now, now + 5, input, output);
    }

    Script<I, O> lost(I input) {
        now += 10;
        operations.add(Operation.unanswered(client(), "k", input, now));
        return this;
    }

    Script<I, O> at(long call, long ret, I input, O output) {
        operations.add(new Operation<>(client(), "k", input, output, call, ret));
        now = Math.max(now, ret);
        return this;
    }

    Script<I, O> add(Operation<I, O> operation) {
        operations.add(operation);
        return this;
    }

    List<Operation<I, O>> operations() {
        return operations;
    }

    void isExplainedBy(Model<?, I, O> model) {
        assertThat(LinearizabilityChecker.check(operations, model))
                .isEqualTo(new Verdict.Linearizable(operations.size(), 1));
    }

    /** Asserts that no order explains it, and returns the command that shows it. */
    Object isNotExplainedBy(Model<?, I, O> model) {
        Verdict verdict = LinearizabilityChecker.check(operations, model);
        assertThat(verdict).isInstanceOf(Verdict.NotLinearizable.class);
        return ((Verdict.NotLinearizable) verdict).unplaced().input();
    }
}
