package dev.safe4j.micrometer;

import dev.safe4j.idempotency.IdempotencyListener;
import dev.safe4j.idempotency.RequestId;
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
 * The meters of a store's requests. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code store}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.idempotency.claims}</td><td>counter</td><td>{@code outcome}: claimed, taken_over, replayed, in_progress,
 * other_request, indeterminate</td></tr>
 * <tr><td>{@code safe4j.idempotency.run}</td><td>timer</td><td>{@code end}: completed, released, abandoned, not_stored, lost</td></tr>
 * <tr><td>{@code safe4j.idempotency.purged}</td><td>counter</td><td>none</td></tr>
 * </table>
 */
public final class IdempotencyMeters implements IdempotencyListener {

    private final Map<Found, Counter> claims = new EnumMap<>(Found.class);
    private final Map<Ended, Timer> runs = new EnumMap<>(Ended.class);
    private final Counter purged;

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param store the name of the store
     */
    public IdempotencyMeters(MeterRegistry registry, String store) {
        Tags tags = Tags.of("store", store);
        for (Found each : Found.values()) {
            claims.put(each, counter(registry, "safe4j.idempotency.claims", tags.and("outcome", name(each))));
        }
        for (Ended each : Ended.values()) {
            Iterable<Tag> ofEnd = tags.and("end", name(each));
            runs.put(each, registry.timer("safe4j.idempotency.run", ofEnd));
        }
        purged = counter(registry, "safe4j.idempotency.purged", tags);
    }

    /** Micrometer 1.15 has no method for {@code Tags} themselves, and newer ones prefer it. */
    private static Counter counter(MeterRegistry registry, String name, Iterable<Tag> tags) {
        return registry.counter(name, tags);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onFound(RequestId id, Found found) {
        of(claims, found).increment();
    }

    @Override
    public void onEnded(RequestId id, Ended ended, Duration time) {
        of(runs, ended).record(time);
    }

    @Override
    public void onPurged(int requests) {
        purged.increment(requests);
    }

    private static <K extends Enum<K>, V> V of(Map<K, V> meters, K which) {
        return Objects.requireNonNull(meters.get(which), "every one has a meter");
    }
}
