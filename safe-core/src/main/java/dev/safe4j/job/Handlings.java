package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a worker can run, and, where it buries what it does not know, the types of that. Thread-safe. */
final class Handlings {

    private final Map<String, Handling> known;
    private final String worker;
    private volatile List<Claimable> unknown = List.of();

    Handlings(Map<String, Handling> known, String worker) {
        this.known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
        this.worker = worker;
    }

    /** The id of the worker. */
    String worker() {
        return worker;
    }

    Collection<Handling> known() {
        return known.values();
    }

    /** How jobs of a type are handled that were claimed. */
    Handling of(String type) {
        Handling handling = known.get(type);
        return handling == null ? Handling.unknown(type, worker) : handling;
    }

    /** For how long those are kept that are dead since their claims ran out: they are of any type, so for the longest that one asks for. */
    Duration keepDead() {
        return known.values().stream()
                .map(each -> each.policy().keepDead())
                .max(Comparator.naturalOrder())
                .orElse(JobPolicy.DEFAULT_KEEP_DEAD);
    }

    /** Sees which types there are; those without a handler are claimed from now on, to be buried. */
    void meet(List<JobCount> present) {
        unknown = present.stream()
                .filter(each -> each.state() == JobState.READY || each.state() == JobState.WAITING)
                .map(JobCount::type)
                .filter(type -> !known.containsKey(type))
                .distinct()
                .map(type -> Handling.unknown(type, worker).claimable())
                .toList();
    }

    /**
     * What is claimed.
     *
     * @param first which one is asked for first
     */
    List<Claimable> claimable(int first) {
        List<Claimable> types = new ArrayList<>();
        known.values().forEach(each -> types.add(each.claimable()));
        types.addAll(unknown);
        Collections.rotate(types, first);
        return types;
    }
}
