package dev.safe4j.micrometer;

import dev.safe4j.flight.FlightListener;
import io.micrometer.core.instrument.Counter;
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
 * The meters of a single flight or of a guarded cache. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code name}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.flight.load}</td><td>timer</td><td>{@code end}: loaded, failed, deserted</td></tr>
 * <tr><td>{@code safe4j.flight.callers}</td><td>counter</td><td>none: those who shared loads, to be set against the timer's count</td></tr>
 * <tr><td>{@code safe4j.flight.served}</td><td>counter</td><td>{@code with}: fresh, early, stale, loaded, instead</td></tr>
 * </table>
 */
public final class FlightMeters implements FlightListener {

    private final Map<End, Timer> loads = new EnumMap<>(End.class);
    private final Map<Served, Counter> served = new EnumMap<>(Served.class);
    private final Counter callers;

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param name what is loaded, one of few
     */
    public FlightMeters(MeterRegistry registry, String name) {
        Tags tags = Tags.of("name", name);
        for (End each : End.values()) {
            Iterable<Tag> ofEnd = tags.and("end", each.name().toLowerCase(Locale.ROOT));
            loads.put(each, registry.timer("safe4j.flight.load", ofEnd));
        }
        for (Served each : Served.values()) {
            Iterable<Tag> with = tags.and("with", each.name().toLowerCase(Locale.ROOT));
            served.put(each, registry.counter("safe4j.flight.served", with));
        }
        Iterable<Tag> all = tags;
        callers = registry.counter("safe4j.flight.callers", all);
    }

    @Override
    public void onLoad(End end, Duration took, int shared) {
        Objects.requireNonNull(loads.get(end), "every one has a meter").record(took);
        callers.increment(shared);
    }

    @Override
    public void onServed(Served with) {
        Objects.requireNonNull(served.get(with), "every one has a meter").increment();
    }
}
