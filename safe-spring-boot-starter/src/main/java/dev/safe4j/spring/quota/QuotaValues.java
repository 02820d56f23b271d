package dev.safe4j.spring.quota;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.counter.Quota;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often something may be done. Immutable.
 *
 * @param limit how much in a window; null if that is not said
 * @param per how long a window is; null if that is not said
 * @param sliding whether the limit holds in any window of that length; null if that is not said
 */
public record QuotaValues(
        @Nullable Long limit,
        @Nullable Duration per,
        @Nullable Boolean sliding) {

    /** Nothing said. */
    static final QuotaValues NONE = new QuotaValues(null, null, null);

    /** These, and where they say nothing, others. */
    QuotaValues or(QuotaValues others) {
        return new QuotaValues(
                limit == null ? others.limit : limit,
                per == null ? others.per : per,
                sliding == null ? others.sliding : sliding);
    }

    /** @throws IllegalArgumentException if limit or window are wanting, or out of their bounds */
    Quota on(CounterStore store, String name) {
        if (limit == null || per == null) {
            throw new IllegalArgumentException("quota '" + name + "' has no " + (limit == null ? "limit" : "window")
                    + ": write it into the annotation, or set safe4j.counter.quotas." + name
                    + (limit == null ? ".limit." : ".per."));
        }
        Quota quota = Quota.on(store).limit(limit).per(per);
        return Boolean.TRUE.equals(sliding) ? quota.sliding() : quota;
    }

    /**
     * Throws if a value that is said is out of its bounds.
     *
     * @throws IllegalArgumentException naming the bounds
     */
    public void check() {
        QuotaValues any = or(new QuotaValues(1L, Duration.ofMinutes(1), false));
        try (CounterStore none = new MemoryCounterStore()) {
            any.on(none, "any");
        }
    }
}
