package dev.safe4j.fanout;

import dev.safe4j.fanout.FanOut.Work;
import dev.safe4j.fanout.FanOutListener.End;
import dev.safe4j.fanout.Outcome.NotStarted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One call of a fan-out: takes the items, starts workers, and hands over what was decided. For the calling thread. */
final class Run<I, T extends @Nullable Object> {

    private static final int AHEAD = 512;

    private final FanOut<I> fanOut;
    private final Batch<I, T> batch;
    private final Workers<I, T> workers;
    private final Iterator<? extends I> source;
    private final Consumer<End> listener;
    private final Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
    private ArrayDeque<Task<I, T>> taken = new ArrayDeque<>();
    private int index;
    private boolean isExhausted;
    private boolean isInterrupted;
    private boolean isFinished;
    private @Nullable Throwable failure;

    Run(FanOut<I> fanOut, Work<? super I, ? extends T> work, Rule rule) {
        if (!fanOut.options.isDetached() && fanOut.home.insideTransaction.getAsBoolean()) {
            throw new IllegalStateException("fan-out '" + fanOut.options.name()
                    + "' was started inside a transaction: what its items write is outside of it, and stays after its rollback. "
                    + "Start it before or after, write all of it in one batch, or say detached().");
        }
        this.fanOut = fanOut;
        this.batch = new Batch<>(fanOut.options, rule, ahead(fanOut));
        this.listener = fanOut.home.begins(fanOut.options.name());
        try {
            this.workers = new Workers<>(fanOut, batch, work); // takes along what the listeners have opened
            this.source = fanOut.items.iterator();
        } catch (RuntimeException | Error broken) {
            listener.accept(new End(Map.of(), 0, broken));
            throw broken;
        }
    }

    /** What a collection has is there anyway: with more of it at hand, workers wait less for the calling thread. */
    private static int ahead(FanOut<?> fanOut) {
        int atOnce = fanOut.options.concurrency();
        return fanOut.items instanceof Collection ? Math.max(atOnce, AHEAD) : atOnce;
    }

    /** Runs it to its end. */
    Outcomes<T> toEnd() {
        List<@Nullable Outcome<T>> all = new ArrayList<>();
        try {
            for (Task<I, T> each = next(); each != null; each = next()) {
                while (all.size() <= each.index) {
                    all.add(null);
                }
                all.set(each.index, each.outcome);
            }
        } catch (RuntimeException | Error broken) {
            failure = broken; // thrown below, when the values are closed and the listener knows
        } finally {
            finish();
        }
        List<Integer> still = batch.stillRunning();
        if (failure != null || isInterrupted) {
            all.forEach(Workers::close);
        }
        throwFailure(still.size());
        List<Outcome<T>> outcomes = new ArrayList<>(index);
        for (int i = 0; i < index; i++) {
            Outcome<T> each = i < all.size() ? all.get(i) : null;
            outcomes.add(each == null ? new NotStarted<>() : each);
        }
        return new Outcomes<>(outcomes, still);
    }

    /** Runs it while it is read. */
    Stream<Outcome<T>> asStream() {
        Spliterators.AbstractSpliterator<Outcome<T>> outcomes =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Outcome<T>> action) {
                        Task<I, T> next = next();
                        if (next == null || next.outcome == null) {
                            finish();
                            throwFailure(batch.stillRunning().size());
                            return false;
                        }
                        action.accept(next.outcome);
                        return true;
                    }
                };
        return StreamSupport.stream(outcomes, false).onClose(() -> {
            batch.cancel();
            finish();
        });
    }

    /** The next that was decided; null if there is none any more. */
    private @Nullable Task<I, T> next() {
        while (taken.isEmpty()) {
            if (isFinished || batch.isOver()) {
                return null;
            }
            try {
                pull();
                taken = batch.take();
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
                batch.cancel();
            }
        }
        Task<I, T> task = taken.remove();
        if (!task.isStarted) {
            workers.cleanUp(task);
        }
        if (task.outcome != null) {
            counts.merge(task.outcome.kind(), 1, Integer::sum);
        }
        return task;
    }

    private void pull() {
        List<Task<I, T>> tasks = new ArrayList<>();
        try {
            for (int room = isExhausted ? 0 : batch.room(); room > 0 && !isExhausted; room--) {
                isExhausted = !source.hasNext();
                if (!isExhausted) {
                    tasks.add(Task.of(index++, source.next(), fanOut.options));
                }
            }
        } catch (RuntimeException | Error broken) {
            failure = broken;
            isExhausted = true;
            batch.cancel();
        }
        start(batch.add(tasks, isExhausted));
    }

    private void start(int more) {
        for (int i = 0; i < more; i++) {
            try {
                workers.start();
            } catch (RejectedExecutionException | OutOfMemoryError refused) { // the latter if there is no thread
                if (batch.refused()) { // with none at all, nothing would ever be done
                    failure = refused;
                    batch.cancel();
                }
            }
        }
    }

    /** Once, on every path: nothing begins after it. */
    private void finish() {
        if (isFinished) {
            return;
        }
        batch.cancel();
        for (Task<I, T> left = next(); left != null; left = next()) {
            Workers.close(left.outcome);
        }
        isFinished = true;
        drain();
        if (batch.awaitBodies()) {
            Thread.currentThread().interrupt();
        }
        FanOuts.quietly(fanOut.closeSource);
        failure = batch.error() != null ? batch.error() : failure;
        int still = batch.stillRunning().size();
        listener.accept(new End(counts, still, failure));
    }

    /** Of a collection, what was not started has an outcome, too, and is cleaned up. */
    private void drain() {
        if (fanOut.items instanceof Collection && failure == null) {
            try {
                for (; source.hasNext(); index++) {
                    workers.cleanUp(Task.of(index, source.next(), fanOut.options));
                    counts.merge(Outcome.Kind.NOT_STARTED, 1, Integer::sum);
                }
            } catch (RuntimeException | Error broken) {
                failure = broken;
            }
        }
    }

    private void throwFailure(int still) {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (isInterrupted) {
            throw new FanOutInterruptedException(fanOut.options.name(), still);
        }
    }
}
