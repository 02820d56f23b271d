package dev.safe4j.fanout;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does the same thing for many items, several at a time. Immutable and thread-safe: every option returns another fan-out over the same
 * items; a source that can be read only once serves one call.
 *
 * <p>Unless said otherwise {@value #DEFAULT_CONCURRENCY} items are worked on at a time, a batch has 30 s, and a call waits 5 s more for
 * work that was interrupted and goes on. The items are taken by the calling thread; of a source that is no collection, as
 * they are needed: those that were taken and have not ended are at most twice as many as are worked on at a time. A place is free again when the work of its item has ended, not when its time is over. A value that nobody gets,
 * because it came too late or the batch failed, is closed if it is {@link AutoCloseable}.
 *
 * <p>The work runs on other threads, and so outside of a transaction of the caller. An {@link Error} of the work on any item ends the batch
 * and is thrown. An interrupt of the caller cancels all items.
 *
 * @param <I> the items
 */
public final class FanOut<I> {

    /** How many items are worked on at a time, unless said otherwise. */
    public static final int DEFAULT_CONCURRENCY = 8;

    /** How long a batch has, unless said otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    /** How long a call waits for what was interrupted, unless said otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    static final Duration LONGEST = Duration.ofDays(7);

    /**
     * What is done for an item.
     *
     * @param <I> the items
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Work<I, T extends @Nullable Object> {

        /**
         * Does it; should end when interrupted.
         *
         * @param item the item
         * @return the result
         * @throws Exception whatever it throws: the item's failure
         */
        T run(I item) throws Exception;
    }

    /**
     * What is done when an item is over.
     *
     * @param <I> the items
     */
    @FunctionalInterface
    public interface Cleanup<I> {

        /**
         * Does it.
         *
         * @param item the item
         * @throws Exception whatever it throws; it is logged, as an error is
         */
        void run(I item) throws Exception;
    }

    final FanOuts home;
    final Iterable<? extends I> items;
    final Runnable closeSource;
    final Options<I> options;

    FanOut(FanOuts home, Iterable<? extends I> items, Runnable closeSource, Options<I> options) {
        this.home = home;
        this.items = Objects.requireNonNull(items, "the items are null");
        this.closeSource = closeSource;
        this.options = options;
    }

    /**
     * Begins a fan-out over items with no set-up: where there are transactions, or a pool, begin it by {@link FanOuts#over}.
     *
     * @param items as for {@link FanOuts#over(Iterable)}
     * @param <I> the items
     * @return the fan-out
     */
    public static <I> FanOut<I> over(Iterable<? extends I> items) {
        return NoSetUp.SHARED.over(items);
    }

    /** One set of threads for all that have no set-up, however many they are. */
    private static final class NoSetUp {
        static final FanOuts SHARED = FanOuts.builder().build();
    }

    private FanOut<I> with(Options<I> changed) {
        return new FanOut<>(home, items, closeSource, changed);
    }

    /**
     * Names it, for meters and messages.
     *
     * @param name one of few
     * @return the fan-out with it
     */
    public FanOut<I> named(String name) {
        return with(options.withName(Objects.requireNonNull(name, "the name is null")));
    }

    /**
     * Sets how many items are worked on at a time.
     *
     * @param atOnce one or more
     * @return the fan-out with it
     * @throws IllegalArgumentException if it is less, or above the size of the pool
     */
    public FanOut<I> concurrency(int atOnce) {
        return with(options.withConcurrency(home.checkedConcurrency(atOnce)));
    }

    /**
     * Sets how long the work of one item may take.
     *
     * @param longest longer than zero, at most seven days
     * @return the fan-out with it
     * @throws IllegalArgumentException if it is out of that
     */
    public FanOut<I> each(Duration longest) {
        return with(options.withEach(FanOuts.checked("the time of an item", longest)));
    }

    /**
     * Sets how long all of it may take: what has ended then has its outcome, what was begun has timed out, the rest is not started.
     *
     * @param longest longer than zero, at most seven days
     * @return the fan-out with it
     * @throws IllegalArgumentException if it is out of that
     */
    public FanOut<I> deadline(Duration longest) {
        return with(options.withDeadline(FanOuts.checked("the time of a batch", longest)));
    }

    /**
     * Sets how long the call waits, when all is decided, for work that was interrupted and goes on.
     *
     * @param longest longer than zero, at most seven days
     * @return the fan-out with it
     * @throws IllegalArgumentException if it is out of that
     */
    public FanOut<I> grace(Duration longest) {
        return with(options.withGrace(FanOuts.checked("the grace", longest)));
    }

    /**
     * Weighs the items: bytes, or connections. Those that are worked on at a time weigh no more than the budget together. They are begun
     * in their order: a heavy one is not passed by the lighter ones after it.
     *
     * @param weigher weighs an item, from zero on; one that weighs less, or more than the budget, fails
     * @param budget one or more
     * @return the fan-out with it
     * @throws IllegalArgumentException if the budget is less
     */
    public FanOut<I> weighing(ToLongFunction<? super I> weigher, long budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("the budget of a fan-out is one or more, but " + budget + " was given.");
        }
        Objects.requireNonNull(weigher, "what weighs the items is null");
        return with(options.withWeights(weigher, budget));
    }

    /**
     * Sets what is done, once, for every item that was taken, when its work has ended, or is known not to begin.
     *
     * @param after does it: on the thread of the work, before its place is free again, or on the caller's; its exception or error is logged
     * @return the fan-out with it
     */
    public FanOut<I> cleanup(Cleanup<? super I> after) {
        return with(options.withCleanup(Objects.requireNonNull(after, "the cleanup is null")));
    }

    /**
     * Lets it start inside a transaction of the caller: what the items write is outside of it, and stays after its rollback.
     *
     * @return the fan-out with it
     */
    public FanOut<I> detached() {
        return with(options.detached());
    }

    /**
     * Works on all items, whatever becomes of the others.
     *
     * @param work what is done
     * @param <T> what it returns
     * @return an outcome for every item, in the order of the input; {@link Outcomes#orThrow} makes one exception of all failures
     * @throws IllegalStateException if it is started inside a transaction
     * @throws FanOutInterruptedException if the caller was interrupted; so it is with all of these
     */
    public <T extends @Nullable Object> Outcomes<T> settle(Work<? super I, ? extends T> work) {
        return new Run<I, T>(this, work, Rule.ALL).toEnd();
    }

    /**
     * Works on all items until one does not succeed: that one has the others cancelled.
     *
     * @param work what is done
     * @param <T> what it returns
     * @return all values, in the order of the input
     * @throws FanOutFailedException if an item did not succeed, whose failure is the cause
     */
    public <T extends @Nullable Object> List<T> all(Work<? super I, ? extends T> work) {
        Outcomes<T> outcomes = new Run<I, T>(this, work, Rule.UNTIL_FAILURE).toEnd();
        if (outcomes.count(Outcome.Kind.SUCCESS) < outcomes.size()) {
            outcomes.forEach(Workers::close);
        }
        return outcomes.orThrow();
    }

    /**
     * Works on the items until some have succeeded: then the others are cancelled.
     *
     * @param wanted how many, one or more
     * @param work what is done
     * @param <T> what it returns
     * @return so many values, in the order of the input
     * @throws IllegalArgumentException if fewer than one are wanted
     * @throws FanOutFailedException if fewer succeeded
     */
    public <T extends @Nullable Object> List<T> first(int wanted, Work<? super I, ? extends T> work) {
        if (wanted < 1) {
            throw new IllegalArgumentException("one success or more is wanted, but " + wanted + " was given.");
        }
        Outcomes<T> outcomes = new Run<I, T>(this, work, Rule.until(wanted)).toEnd();
        if (outcomes.count(Outcome.Kind.SUCCESS) < wanted) {
            outcomes.forEach(Workers::close);
            throw outcomes.failed("fewer than " + wanted + " of " + outcomes.size() + " items succeeded");
        }
        return outcomes.values();
    }

    /**
     * Works on all items and collects their outcomes as they come: nothing is kept of an item after that.
     *
     * @param work what is done
     * @param collector gets every outcome, on the calling thread
     * @param <T> what it returns
     * @param <A> what the collector gathers them in
     * @param <R> what the collector makes of them
     * @return what the collector made
     */
    public <T extends @Nullable Object, A, R> R collect(
            Work<? super I, ? extends T> work, Collector<? super Outcome<T>, A, R> collector) {
        A gathered = collector.supplier().get();
        try (Stream<Outcome<T>> outcomes = stream(work)) {
            outcomes.forEachOrdered(each -> collector.accumulator().accept(gathered, each));
        }
        return collector.finisher().apply(gathered);
    }

    /**
     * Works on the items while the stream is read, and has their outcomes in it as they come. Close it: that cancels what is left. Times
     * are kept while it is read: who is slow to read has an item that takes too long interrupted later.
     *
     * @param work what is done
     * @param <T> what it returns
     * @return the outcomes, to be read by the calling thread and closed
     */
    public <T extends @Nullable Object> Stream<Outcome<T>> stream(Work<? super I, ? extends T> work) {
        return new Run<I, T>(this, work, Rule.AS_THEY_COME).asStream();
    }
}
