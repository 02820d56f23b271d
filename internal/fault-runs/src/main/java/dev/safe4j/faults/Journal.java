package dev.safe4j.faults;

import dev.safe4j.faults.Step.Kind;
import dev.safe4j.faults.Step.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What the threads of one worker write down, as lines: the beginning of each step before it is done, so that a killed worker leaves none
 * out that may have been done, and its end. Thread-safe.
 */
final class Journal {

    private final Consumer<String> lines;
    private final AtomicLong steps = new AtomicLong();

    Journal(Consumer<String> lines) {
        this.lines = lines;
    }

    /** An acquisition begins a holding, which is named after it. */
    Step begins(String client, String key) {
        long number = steps.incrementAndGet();
        return said(Step.begun(client, number, Kind.ACQUIRE, key, client + "#" + number));
    }

    /** A step of a holding begins. */
    Step begins(Kind kind, Step acquired) {
        Step step = Step.begun(acquired.client(), steps.incrementAndGet(), kind, acquired.key(), acquired.holder());
        return said(step.carrying(acquired.fence()));
    }

    private Step said(Step step) {
        lines.accept(step.beginning());
        return step;
    }

    Step ends(Step step, Outcome outcome) {
        return ends(step, outcome, step.fence(), 0);
    }

    Step ends(Step step, Outcome outcome, long fence, long heldUntil) {
        Step ended = step.carrying(fence).ended(outcome, System.nanoTime(), heldUntil);
        lines.accept(ended.end());
        return ended;
    }
}
