package dev.safe4j.micrometer;

import dev.safe4j.file.FileListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The meters of locks of files. Thread-safe.
 *
 * <table>
 * <caption>It carries the tag {@code name}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.file.lock}</td><td>timer</td><td>{@code outcome}: acquired, busy, timed_out, interrupted, failed</td></tr>
 * </table>
 */
public final class FileMeters implements FileListener {

    private final Map<Outcome, Timer> attempts = new EnumMap<>(Outcome.class);

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param name what is locked, one of few: never the path
     */
    public FileMeters(MeterRegistry registry, String name) {
        for (Outcome each : Outcome.values()) {
            Iterable<Tag> tags = Tags.of("name", name, "outcome", each.name().toLowerCase(Locale.ROOT));
            attempts.put(each, registry.timer("safe4j.file.lock", tags));
        }
    }

    @Override
    public void onAttempt(Path file, Outcome outcome, Duration waited) {
        Objects.requireNonNull(attempts.get(outcome), "every one has a meter").record(waited);
    }
}
