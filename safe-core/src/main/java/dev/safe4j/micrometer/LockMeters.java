package dev.safe4j.micrometer;

import dev.safe4j.lock.LockListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters of a store's locks. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code store}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.lock.wait}</td><td>timer</td><td>{@code outcome}: acquired, busy, timed_out, interrupted, failed</td></tr>
 * <tr><td>{@code safe4j.lock.hold}</td><td>timer</td><td>{@code end}: store, handed_over, lost</td></tr>
 * <tr><td>{@code safe4j.lock.renewals}</td><td>counter</td><td>{@code outcome}: renewed, lost, failed</td></tr>
 * <tr><td>{@code safe4j.lock.active}</td><td>gauge</td><td>none</td></tr>
 * </table>
 */
public final class LockMeters implements LockListener {

    private final Map<Outcome, Timer> waits = new EnumMap<>(Outcome.class);
    private final Timer givenBack;
    private final Timer handedOver;
    private final Timer lost;
    private final Map<Renewal, Counter> renewals = new EnumMap<>(Renewal.class);
    private final AtomicInteger active = new AtomicInteger();

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param store the name of the store
     */
    public LockMeters(MeterRegistry registry, String store) {
        Tags tags = Tags.of("store", store);
        for (Outcome each : Outcome.values()) {
            waits.put(each, timer(registry, "safe4j.lock.wait", tags.and("outcome", name(each))));
        }
        for (Renewal each : Renewal.values()) {
            Iterable<Tag> ofOutcome = tags.and("outcome", name(each));
            renewals.put(each, registry.counter("safe4j.lock.renewals", ofOutcome));
        }
        givenBack = timer(registry, "safe4j.lock.hold", tags.and("end", "store"));
        handedOver = timer(registry, "safe4j.lock.hold", tags.and("end", "handed_over"));
        lost = timer(registry, "safe4j.lock.hold", tags.and("end", "lost"));
        registry.gauge("safe4j.lock.active", tags, active);
    }

    /** Tags as what they were in Micrometer 1.15, which Spring Boot 3.5 has: newer ones have a method for {@link Tags} besides. */
    private static Timer timer(MeterRegistry registry, String name, Iterable<Tag> tags) {
        return registry.timer(name, tags);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onAttempt(String key, Outcome outcome, Duration waited) {
        of(waits, outcome).record(waited);
        if (outcome == Outcome.ACQUIRED) {
            active.incrementAndGet();
        }
    }

    @Override
    public void onReleased(String key, Duration held, boolean isHandedOver) {
        (isHandedOver ? handedOver : givenBack).record(held);
        active.decrementAndGet();
    }

    @Override
    public void onLost(String key, Duration held) {
        lost.record(held);
        active.decrementAndGet();
    }

    @Override
    public void onRenewals(Renewal outcome, int leases) {
        of(renewals, outcome).increment(leases);
    }

    private static <K extends Enum<K>, V> V of(Map<K, V> meters, K which) {
        return java.util.Objects.requireNonNull(meters.get(which), "every one has a meter");
    }
}
