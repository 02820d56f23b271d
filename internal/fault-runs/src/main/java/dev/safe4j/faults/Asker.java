package dev.safe4j.faults;

import dev.safe4j.faults.RequestBlock.Count;
import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.IdempotentOperation;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread that asks for requests, each again until it is answered, and runs those that are its to run. */
final class Asker implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long AFTER_A_FAILURE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AFTER_A_REFUSAL = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int PATIENT_IN = 8;

    /**
     * A request to be asked for.
     *
     * @param block that it is of
     * @param key of it
     */
    record Ask(RequestBlock block, int key) {}

    private final String worker;
    private final RequestSite site;
    private final BlockingQueue<Ask> asks;
    private final AtomicLong runs;
    private final Consumer<String> lines;
    private @Nullable Effect begun;

    /**
     * Makes an asker.
     *
     * @param worker its name
     * @param asks what is to be asked for; those that were not answered are put back
     * @param runs of all askers of the worker
     * @param lines says what is to be known outside
     */
    Asker(String worker, RequestSite site, BlockingQueue<Ask> asks, AtomicLong runs, Consumer<String> lines) {
        this.worker = worker;
        this.site = site;
        this.asks = asks;
        this.runs = runs;
        this.lines = lines;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Ask ask = asks.take();
                if (!isAnswered(ask)) {
                    asks.add(ask);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnswered(Ask ask) {
        ask.block.count(Count.ASKED);
        begun = null;
        try {
            return isAnswer(ask, operation(ask).tryRun(attempt -> work(ask, attempt)));
        } catch (RuntimeException failure) {
            failed(ask);
            return false;
        }
    }

    /** Some wait for others who are at it, most come again. */
    private IdempotentOperation<String> operation(Ask ask) {
        IdempotentOperation<String> operation =
                site.operation().key("k" + ask.key).request("order " + ask.key);
        return ThreadLocalRandom.current().nextInt(PATIENT_IN) == 0 ? operation.within(PATIENCE) : operation;
    }

    private String work(Ask ask, ClaimedAttempt attempt) {
        ask.block.count(Count.BEGUN);
        String run = worker + "#" + runs.incrementAndGet();
        Effect effect = new Effect(ask.block.number(), ask.key, attempt.number(), run);
        begun = effect;
        site.effects().add(effect);
        return effect.answer();
    }

    private boolean isAnswer(Ask ask, Execution<String> execution) {
        if (execution instanceof Execution.Ran<String> ran) {
            if (site.unstored().isSo("k" + ask.key)) {
                failed(ask);
                return false;
            }
            ask.block.count(Count.RAN);
            answered(ask, String.valueOf(ran.value()));
        } else if (execution instanceof Execution.Replayed<String> replayed) {
            ask.block.count(Count.REPLAYED);
            answered(ask, String.valueOf(replayed.value()));
        } else if (execution instanceof Execution.InProgress) {
            ask.block.count(Count.REFUSED);
            LockSupport.parkNanos(AFTER_A_REFUSAL);
            return false;
        } else {
            throw new IllegalStateException("a request was answered by " + execution);
        }
        return true;
    }

    private void answered(Ask ask, String answer) {
        if (ask.block.answered(answer)) {
            lines.accept(ask.block.end());
        }
    }

    /** What was begun may have had its effect, and is run again: by the rules that is told, so it is said. */
    private void failed(Ask ask) {
        ask.block.count(Count.FAILED);
        Effect effect = begun;
        if (effect != null) {
            lines.accept("GIVEN-UP " + effect.run());
        }
        LockSupport.parkNanos(AFTER_A_FAILURE);
    }
}
