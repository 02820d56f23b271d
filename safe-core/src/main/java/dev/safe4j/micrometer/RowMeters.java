package dev.safe4j.micrometer;

import dev.safe4j.update.RowListener;
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
 * The meters of writes that carry their own check, and of row locks. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code table}: the name in small letters and without its schema; above 200 tables {@code others}</caption>
 * <tr><th>meter</th><th>type</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.row.writes}</td><td>counter</td><td>{@code outcome}: applied, refused, stale, fenced, missing, duplicate</td></tr>
 * <tr><td>{@code safe4j.row.locks}</td><td>timer</td><td>{@code outcome}: locked, busy, timed_out, failed</td></tr>
 * </table>
 */
public final class RowMeters implements RowListener {

    private final FewNames<Map<Outcome, Counter>> writes;
    private final FewNames<Map<Locking, Timer>> locks;

    /**
     * Makes the listener.
     *
     * @param registry where meters are registered, those of a table with its first write and its first lock
     */
    public RowMeters(MeterRegistry registry) {
        Objects.requireNonNull(registry, "the meter registry is null");
        this.writes = new FewNames<>(table -> writes(registry, table));
        this.locks = new FewNames<>(table -> locks(registry, table));
    }

    private static Map<Outcome, Counter> writes(MeterRegistry registry, String table) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome each : Outcome.values()) {
            counters.put(each, registry.counter("safe4j.row.writes", tags(table, each)));
        }
        return counters;
    }

    private static Map<Locking, Timer> locks(MeterRegistry registry, String table) {
        Map<Locking, Timer> timers = new EnumMap<>(Locking.class);
        for (Locking each : Locking.values()) {
            timers.put(each, registry.timer("safe4j.row.locks", tags(table, each)));
        }
        return timers;
    }

    private static Iterable<Tag> tags(String table, Enum<?> outcome) {
        return Tags.of("table", table, "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    /** Programs write one table in several ways. */
    private static String tag(String table) {
        return table.substring(table.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void onWrite(String table, Outcome outcome) {
        Objects.requireNonNull(writes.get(tag(table)).get(outcome), "every one has a meter")
                .increment();
    }

    @Override
    public void onLock(String table, Locking outcome, Duration took) {
        Objects.requireNonNull(locks.get(tag(table)).get(outcome), "every one has a meter")
                .record(took);
    }
}
