package dev.safe4j.peers;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A thread for one holder. Locks that belong to threads let one thread in again and again: a holder that is to be another one needs
 * another thread. An interrupt of the caller is passed on, and back.
 */
final class OwnThread implements AutoCloseable {

    private static final long BOUND_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "holder");
        made.setDaemon(true);
        return made;
    });

    private record Outcome<T>(Callable<T> value, boolean isInterrupted) {}

    <T> T call(Callable<T> body) {
        boolean isInterrupted = Thread.interrupted();
        Future<Outcome<T>> outcome = thread.submit(() -> run(body, isInterrupted));
        try {
            Outcome<T> came = outcome.get(BOUND_SECONDS, TimeUnit.SECONDS);
            if (came.isInterrupted()) {
                Thread.currentThread().interrupt();
            }
            return came.value().call();
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception failure) {
            throw new IllegalStateException("the holder's call failed: " + failure, failure);
        }
    }

    private static <T> Outcome<T> run(Callable<T> body, boolean isInterrupted) {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            T value = body.call();
            return new Outcome<>(() -> value, Thread.interrupted());
        } catch (InterruptedException told) { // a method that throws this has told its caller
            return new Outcome<>(failing(told), true);
        } catch (Exception failure) {
            return new Outcome<>(failing(failure), Thread.interrupted());
        }
    }

    private static <T> Callable<T> failing(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
