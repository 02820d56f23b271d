package dev.safe4j.shop.outside;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts by name; of the newest names only, so that a shop that runs for a year stays small. */
public final class Tally {

    private static final int MOST = 10_000;

    private final Map<String, Long> counts = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    public synchronized void add(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    public synchronized long of(String name) {
        return counts.getOrDefault(name, 0L);
    }
}
