package dev.safe4j.micrometer;

import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * The meters of what is run again: transactions, and whatever else has a retry policy. Thread-safe.
 *
 * <table>
 * <caption>All carry the tags {@code name} and {@code fault}: transient, conflict, lock_unavailable, duplicate, integrity, timeout, ambiguous,
 * connection, permanent</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.retry.reruns}</td><td>counter</td><td>none</td></tr>
 * <tr><td>{@code safe4j.retry.given_up}</td><td>counter</td><td>{@code reason}: not_retryable, attempts_exhausted, time_exhausted,
 * interrupted</td></tr>
 * </table>
 */
public final class RetryMeters implements RetryListener {

    /** What transactions are run again after unless said otherwise. */
    private static final List<FaultClass> USUAL =
            List.of(FaultClass.TRANSIENT, FaultClass.CONFLICT, FaultClass.CONNECTION);

    private final MeterRegistry registry;
    private final Tags tags;

    /**
     * Makes the listener, and registers the meters of the usual faults, so that their first one is a rise and not a beginning.
     *
     * @param registry where
     * @param name what is run again, one of few
     */
    public RetryMeters(MeterRegistry registry, String name) {
        this.registry = Objects.requireNonNull(registry, "the meter registry is null");
        this.tags = Tags.of("name", name);
        for (FaultClass each : USUAL) {
            reruns(each);
            givenUp(each, Reason.ATTEMPTS_EXHAUSTED);
            givenUp(each, Reason.TIME_EXHAUSTED);
        }
        givenUp(FaultClass.AMBIGUOUS, Reason.NOT_RETRYABLE);
    }

    /**
     * Makes the listeners of what has names, such as {@code Transactions}: one each, and from the 201st on {@code others}.
     *
     * @param registry where meters are registered
     * @return gives the listener of a name, the same one each time
     */
    public static Function<String, RetryListener> byName(MeterRegistry registry) {
        FewNames<RetryListener> known = new FewNames<>(name -> new RetryMeters(registry, name));
        return known::get;
    }

    private Counter reruns(FaultClass fault) {
        Iterable<Tag> of = tags.and("fault", value(fault));
        return registry.counter("safe4j.retry.reruns", of);
    }

    private Counter givenUp(FaultClass fault, Reason reason) {
        Iterable<Tag> of = tags.and("fault", value(fault), "reason", value(reason));
        return registry.counter("safe4j.retry.given_up", of);
    }

    private static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
        reruns(fault).increment();
    }

    @Override
    public void onGivenUp(Attempt attempt, Throwable failure, FaultClass fault, Reason reason) {
        givenUp(fault, reason).increment();
    }
}
