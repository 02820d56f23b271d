package dev.safe4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One subject's line in a table.
 *
 * @param key what was measured
 * @param operations how many were done in all measured rounds
 * @param perSecond operations per second
 * @param ratio to the raw limit of the same run, by the medians
 * @param figures what the table says
 */
record Row(Key key, long operations, Spread perSecond, double ratio, Figures figures) {

    /**
     * Names what was measured.
     *
     * @param benchmark the case
     * @param variant under which circumstances, such as {@code synchronous_commit=on}
     * @param subject who did it
     */
    record Key(String benchmark, String variant, String subject) {}

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("case", key.benchmark());
        json.put("variant", key.variant());
        json.put("subject", key.subject());
        json.put("operations", operations);
        json.put("operationsPerSecond", perSecond.json());
        json.put("ratioToRawLimit", ratio);
        json.putAll(figures.json());
        json.put("endStateChecked", true); // a wrong one ends the run
        return json;
    }
}
