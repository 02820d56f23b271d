package dev.safe4j.background;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bridge from what calls back to what can be waited for. */
public final class Callbacks {

    private Callbacks() {}

    /**
     * Starts something that calls back, and returns a future of it.
     *
     * @param longest when the future ends with a {@link java.util.concurrent.TimeoutException} if nothing has called back, longer than zero, at
     *     most a year
     * @param start starts it, on the calling thread, and has it complete the future that it gets, with a result or exceptionally; the
     *     first time counts, later ones do nothing
     * @param <T> the result
     * @return the future; what {@code start} itself throws fails it
     * @throws IllegalArgumentException if the time is out of that
     */
    public static <T extends @Nullable Object> CompletableFuture<T> within(
            Duration longest, Consumer<CompletableFuture<T>> start) {
        if (longest.isZero() || longest.isNegative() || longest.toDays() > 366) {
            throw new IllegalArgumentException(
                    "a call back is waited for longer than zero and at most a year, but " + longest + " was given.");
        }
        Objects.requireNonNull(start, "what is to call back is null");
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            start.accept(future);
        } catch (RuntimeException failure) {
            future.completeExceptionally(failure);
        }
        return future.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
}
