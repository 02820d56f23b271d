package dev.safe4j.spring.quota;

import dev.safe4j.counter.CounterListener;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Quota;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The quotas that the application's configuration names. Immutable and thread-safe. */
public final class Quotas {

    private final CounterStore store;
    private final Map<String, QuotaValues> configured;
    private final Function<String, List<CounterListener>> listeners;

    /**
     * Makes the quotas.
     *
     * @param store where it is kept what was taken
     * @param configured what is said of each, by its name
     * @param listeners of a quota are told what becomes of takes
     */
    public Quotas(
            CounterStore store,
            Map<String, QuotaValues> configured,
            Function<String, List<CounterListener>> listeners) {
        this.store = store;
        this.configured = Map.copyOf(configured);
        this.listeners = listeners;
    }

    /**
     * Returns a quota of the configuration.
     *
     * @param name under {@code safe4j.counter.quotas}
     * @return the quota, whose keys are its caller's own to keep apart from those of others
     * @throws IllegalArgumentException if it is not configured, or not as a whole
     */
    public Quota named(String name) {
        if (!configured.containsKey(name)) {
            throw new IllegalArgumentException("there is no quota '" + name + "' under safe4j.counter.quotas, only "
                    + new TreeSet<>(configured.keySet()) + ".");
        }
        return of(name, QuotaValues.NONE);
    }

    /** A quota by its annotation, of which the configuration counts before. */
    Quota of(String name, QuotaValues annotated) {
        Quota quota =
                configured.getOrDefault(name, QuotaValues.NONE).or(annotated).on(store, name);
        for (CounterListener each : listeners.apply(name)) {
            quota = quota.listener(each);
        }
        return quota;
    }
}
