package dev.safe4j.micrometer;

import dev.safe4j.background.TaskListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The meters of background tasks. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code name}, the task's</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.background.run}</td><td>timer</td><td>{@code end}: returned, failed</td></tr>
 * <tr><td>{@code safe4j.background.refused}</td><td>counter</td><td>none: runs that were left out, as too many waited or all was stopped</td></tr>
 * <tr><td>{@code safe4j.background.stopped}</td><td>counter</td><td>none: repeating tasks that their rule has stopped</td></tr>
 * </table>
 */
public final class TaskMeters implements TaskListener {

    private final MeterRegistry registry;

    /**
     * Makes the listener.
     *
     * @param registry where meters are registered
     */
    public TaskMeters(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "the meter registry is null");
    }

    @Override
    public void onEnd(String name, Duration took, @Nullable Throwable failure) {
        Iterable<Tag> ofEnd = Tags.of("name", name, "end", failure == null ? "returned" : "failed");
        registry.timer("safe4j.background.run", ofEnd).record(took);
        // begins at zero: who watches how much it rises does not see it begin at one
        registry.counter("safe4j.background.refused", "name", name);
    }

    @Override
    public void onRefused(String name) {
        Iterable<Tag> ofTask = Tags.of("name", name);
        registry.counter("safe4j.background.refused", ofTask).increment();
    }

    @Override
    public void onStopped(String name, int failures) {
        Iterable<Tag> ofTask = Tags.of("name", name);
        registry.counter("safe4j.background.stopped", ofTask).increment();
    }
}
