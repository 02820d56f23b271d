package dev.safe4j.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the same thing from many threads at once, and says which of them never came back. */
public final class Callers {

    /** How often a race is to be repeated in this tier of tests; see the pom. */
    private static final String REPETITIONS = "safe4j.repetitions";

    private Callers() {}

    /**
     * What became of one caller.
     *
     * @param <T> what a caller returns
     * @param caller its number, from 0
     * @param value what it returned, null if it failed
     * @param failure what it threw, null if it returned
     */
    public record Result<T extends @Nullable Object>(
            int caller, @Nullable T value, @Nullable Throwable failure) {

        /** Whether the caller returned, with whatever value. */
        public boolean isSuccess() {
            return failure == null;
        }
    }

    /** The system property {@code safe4j.repetitions}, 1 if it is not set. */
    public static int repetitions() {
        return Integer.getInteger(REPETITIONS, 1);
    }

    /**
     * Starts the callers at one barrier, each on a thread of its own, and waits for all of them.
     *
     * @param <T> what a caller returns
     * @param callers how many
     * @param bound for all of them together
     * @param caller makes the work of caller n, on the calling thread, before the start
     * @return the results in the order of the callers
     * @throws AssertionError with the stacks of those that have not come back within the bound; they are interrupted
     */
    public static <T extends @Nullable Object> List<Result<T>> run(
            int callers, Duration bound, IntFunction<? extends Callable<? extends T>> caller) {
        CyclicBarrier start = new CyclicBarrier(callers);
        CountDownLatch done = new CountDownLatch(callers);
        List<FutureTask<Result<T>>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int number = i;
            Callable<? extends T> work = caller.apply(i);
            FutureTask<Result<T>> task = new FutureTask<>(() -> call(number, start, work));
            Thread thread = new Thread(() -> runAndCount(task, done), "caller-" + i);
            thread.setDaemon(true);
            tasks.add(task);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        await(done, bound, threads);
        return tasks.stream().map(Callers::resultOf).toList();
    }

    private static <T extends @Nullable Object> Result<T> call(
            int number, CyclicBarrier start, Callable<? extends T> work) {
        try {
            start.await();
            return new Result<>(number, work.call(), null);
        } catch (Throwable failure) {
            return new Result<>(number, null, failure);
        }
    }

    private static void runAndCount(Runnable task, CountDownLatch done) {
        try {
            task.run();
        } finally {
            done.countDown();
        }
    }

    private static void await(CountDownLatch done, Duration bound, List<Thread> threads) {
        try {
            if (done.await(bound.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            threads.forEach(Thread::interrupt);
            throw new AssertionError("interrupted while waiting for the callers", interrupted);
        }
        List<Thread> stuck = threads.stream().filter(Thread::isAlive).toList();
        String stacks = stuck.stream().map(Callers::stack).collect(Collectors.joining("\n"));
        stuck.forEach(Thread::interrupt);
        throw new AssertionError(stuck.size() + " of " + threads.size() + " callers did not come back within "
                + bound.toMillis() + " ms:\n" + stacks);
    }

    private static String stack(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining("", thread.getName() + " " + thread.getState(), ""));
    }

    private static <T> T resultOf(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while collecting the results", interrupted);
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new AssertionError("a caller's wrapper failed", impossible);
        }
    }
}
