package dev.safe4j.shop.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** A fixed crowd of threads that start each round at one barrier. */
final class Callers implements AutoCloseable {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(90);

    private final int size;
    private final ExecutorService threads;

    Callers(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "caller");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What a round brought, and the time from the start of the first caller to the end of the last. */
    record Shots(Answers answers, Duration took) {}

    Shots shoot(Round.Act act, IntFunction<Browser> browsers) {
        AtomicLong begun = new AtomicLong();
        CyclicBarrier start = new CyclicBarrier(size, () -> begun.set(System.nanoTime()));
        List<Future<List<Answer>>> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int caller = i;
            Browser browser = browsers.apply(i);
            calls.add(threads.submit(() -> {
                start.await();
                act.by(caller, browser);
                return browser.answers();
            }));
        }
        List<Answer> answers = new ArrayList<>();
        calls.forEach(call -> answers.addAll(answersOf(call)));
        return new Shots(new Answers(List.copyOf(answers)), Duration.ofNanos(System.nanoTime() - begun.get()));
    }

    private static List<Answer> answersOf(Future<List<Answer>> call) {
        try {
            return call.get(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RaceFailed("the race was interrupted");
        } catch (TimeoutException stuck) {
            throw new RaceFailed("a round was not over within " + LONGEST_ROUND.toSeconds() + " s");
        } catch (ExecutionException failure) {
            throw new RaceFailed("a caller failed: " + failure.getCause(), failure);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
