package dev.safe4j.micrometer;

import dev.safe4j.fanout.FanOutListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The meters of fan-outs. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code name}, the fan-out's</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.fanout.batch}</td><td>timer</td><td>{@code end}: returned, failed</td></tr>
 * <tr><td>{@code safe4j.fanout.items}</td><td>counter</td><td>{@code outcome}: success, failure, timed_out, cancelled, not_started</td></tr>
 * <tr><td>{@code safe4j.fanout.abandoned}</td><td>counter</td><td>none: work that still ran when its call returned</td></tr>
 * </table>
 */
public final class FanOutMeters implements FanOutListener {

    private final MeterRegistry registry;

    /**
     * Makes the listener.
     *
     * @param registry where meters are registered
     */
    public FanOutMeters(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "the meter registry is null");
    }

    @Override
    public Consumer<End> onBatchBegins(String name) {
        long begun = System.nanoTime();
        return end -> ended(Tags.of("name", name), end, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void ended(Tags tags, End end, Duration took) {
        Iterable<Tag> ofEnd = tags.and("end", end.failure() == null ? "returned" : "failed");
        registry.timer("safe4j.fanout.batch", ofEnd).record(took);
        end.counts().forEach((kind, count) -> {
            Iterable<Tag> ofOutcome = tags.and("outcome", kind.name().toLowerCase(Locale.ROOT));
            registry.counter("safe4j.fanout.items", ofOutcome).increment(count);
        });
        Iterable<Tag> all = tags;
        registry.counter("safe4j.fanout.abandoned", all).increment(end.stillRunning());
    }
}
