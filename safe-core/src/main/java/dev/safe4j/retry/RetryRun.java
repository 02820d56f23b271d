package dev.safe4j.retry;

import dev.safe4j.retry.RetryListener.Reason;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of {@link RetryPolicy#run}: the decisions between its runs. Used by one thread. */
final class RetryRun {

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    private final RetryPolicy policy;
    private final long begun = System.nanoTime();
    private final List<Throwable> earlier = new ArrayList<>();
    private Attempt current = new Attempt(1, null);
    private long nextDelayMillis;
    private boolean goesOn;

    RetryRun(RetryPolicy policy) {
        this.policy = policy;
    }

    <T extends @Nullable Object, X extends Exception> T run(RetryableBody<T, X> body) throws X {
        Retry.@Nullable Context<Object> waiting = null;
        while (true) {
            try {
                return body.run(current);
            } catch (Exception failure) {
                earlier.forEach(before -> suppress(failure, before));
                waiting = waiting == null ? newContext() : waiting;
                waitOrRethrow(waiting, failure);
                earlier.add(failure);
                current = new Attempt(current.number() + 1, failure);
            }
        }
    }

    @SuppressWarnings("unchecked") // what comes out is what the body threw: X or unchecked
    private <X extends Exception> void waitOrRethrow(Retry.Context<Object> waiting, Exception failure) throws X {
        try {
            waiting.onError(failure);
        } catch (Exception last) {
            if (goesOn) { // the wait was cut short
                tell(listener ->
                        listener.onGivenUp(current, failure, policy.classifier.classify(failure), Reason.INTERRUPTED));
            }
            throw (X) failure;
        }
    }

    private Retry.Context<Object> newContext() {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(policy.attempts + 1) // the bound is decided in mayGoOn, where the reason is known
                .retryOnException(this::mayGoOn)
                .intervalBiFunction((number, outcome) -> nextDelayMillis)
                .build();
        return Retry.of("safe4j", config).context();
    }

    private boolean mayGoOn(Throwable failure) {
        FaultClass fault = policy.classifier.classify(failure);
        nextDelayMillis = jittered(current.number());
        Reason reason = reasonToStop(fault);
        goesOn = reason == null;
        if (reason == null) {
            Duration delay = Duration.ofMillis(nextDelayMillis);
            tell(listener -> listener.onRetry(current, failure, fault, delay));
        } else {
            tell(listener -> listener.onGivenUp(current, failure, fault, reason));
        }
        return goesOn;
    }

    private @Nullable Reason reasonToStop(FaultClass fault) {
        if (!policy.retries(fault)) {
            return Reason.NOT_RETRYABLE;
        }
        if (current.number() >= policy.attempts) {
            return Reason.ATTEMPTS_EXHAUSTED;
        }
        Duration next = Duration.ofNanos(System.nanoTime() - begun).plusMillis(nextDelayMillis);
        return next.compareTo(policy.within) >= 0 ? Reason.TIME_EXHAUSTED : null;
    }

    private long jittered(int number) {
        long first = Math.max(1, policy.firstDelay.toMillis());
        long longest = Math.max(1, policy.longestDelay.toMillis());
        int doublings = Math.min(number - 1, Long.numberOfLeadingZeros(first) - 2);
        return ThreadLocalRandom.current().nextLong(Math.min(longest, first << doublings) + 1);
    }

    private void tell(Consumer<RetryListener> event) {
        for (RetryListener listener : policy.listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error fault) { // the latter of libraries that do not fit together
                LOG.warn("A retry listener failed; the retry goes on.", fault);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    private static void suppress(Throwable last, Throwable before) {
        if (last != before && !List.of(last.getSuppressed()).contains(before)) {
            last.addSuppressed(before);
        }
    }
}
