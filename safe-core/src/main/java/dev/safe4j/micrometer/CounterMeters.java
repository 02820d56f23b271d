package dev.safe4j.micrometer;

import dev.safe4j.counter.CounterListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The meters of counters, quotas and sequences in blocks: how often, with what outcome, and how long the step took. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code name}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.counter.add}</td><td>timer</td><td>{@code outcome}: done, refused, failed</td></tr>
 * <tr><td>{@code safe4j.quota.take}</td><td>timer</td><td>{@code outcome}: done, refused, failed</td></tr>
 * <tr><td>{@code safe4j.sequence.block}</td><td>timer</td><td>{@code outcome}: done, refused, failed</td></tr>
 * </table>
 */
public final class CounterMeters implements CounterListener {

    private final Map<Outcome, Timer> adds;
    private final Map<Outcome, Timer> takes;
    private final Map<Outcome, Timer> blocks;

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param name what is counted, one of few: never the key
     */
    public CounterMeters(MeterRegistry registry, String name) {
        Tags tags = Tags.of("name", name);
        this.adds = timers(registry, "safe4j.counter.add", tags);
        this.takes = timers(registry, "safe4j.quota.take", tags);
        this.blocks = timers(registry, "safe4j.sequence.block", tags);
    }

    private static Map<Outcome, Timer> timers(MeterRegistry registry, String meter, Tags tags) {
        Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
        for (Outcome each : Outcome.values()) {
            Iterable<Tag> ofOutcome = tags.and("outcome", each.name().toLowerCase(Locale.ROOT));
            timers.put(each, registry.timer(meter, ofOutcome));
        }
        return timers;
    }

    @Override
    public void onAdd(String key, Outcome outcome, Duration took) {
        record(adds, outcome, took);
    }

    @Override
    public void onTake(String key, Outcome outcome, Duration took) {
        record(takes, outcome, took);
    }

    @Override
    public void onBlock(String name, Outcome outcome, Duration took) {
        record(blocks, outcome, took);
    }

    private static void record(Map<Outcome, Timer> timers, Outcome outcome, Duration took) {
        Objects.requireNonNull(timers.get(outcome), "every one has a meter").record(took);
    }
}
