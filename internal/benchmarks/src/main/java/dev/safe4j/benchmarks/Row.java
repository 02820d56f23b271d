package dev.safe4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One subject's line in a table.
 *
 * @param key what was measured
 * @param operations how many were done in all measured rounds
 * @param perSecond operations per second
 * @param ratio to the raw limit of the same run, by the medians of operations per second
 * @param load what is known under load, null where there was none
 * @param cost what one call costs, null where that was not measured
 */
record Row(
        Key key,
        long operations,
        Spread perSecond,
        double ratio,
        @Nullable Load load,
        @Nullable Cost cost) {

    /**
     * Names what was measured.
     *
     * @param benchmark the case
     * @param variant under which circumstances, such as {@code synchronous_commit=on}
     * @param subject who did it
     */
    record Key(String benchmark, String variant, String subject) {}

    /**
     * What is known of an operation under load.
     *
     * @param p50Millis half of the operations of all rounds took no longer
     * @param p99Millis 99 of 100 took no longer
     * @param statements sent to the server and waited for, COMMIT too, for one operation
     * @param retries of one operation
     */
    record Load(double p50Millis, double p99Millis, double statements, double retries) {}

    /**
     * What one call costs.
     *
     * @param nanos for one call
     * @param bytes allocated by one call
     * @param nanosAbove more than the same by JdbcTemplate, by the medians
     * @param bytesAbove more than the same by JdbcTemplate
     */
    record Cost(Spread nanos, double bytes, double nanosAbove, double bytesAbove) {}

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("case", key.benchmark());
        json.put("variant", key.variant());
        json.put("subject", key.subject());
        json.put("operations", operations);
        json.put("operationsPerSecond", perSecond.json());
        json.put("ratioToRawLimit", ratio);
        if (load != null) {
            json.put("p50Millis", load.p50Millis());
            json.put("p99Millis", load.p99Millis());
            json.put("statementsPerOperation", load.statements());
            json.put("retriesPerOperation", load.retries());
        }
        if (cost != null) {
            json.put("nanosPerOperation", cost.nanos().json());
            json.put("bytesPerOperation", cost.bytes());
            json.put("nanosAboveJdbcTemplate", cost.nanosAbove());
            json.put("bytesAboveJdbcTemplate", cost.bytesAbove());
        }
        json.put("endStateChecked", true); // a wrong one ends the run
        return json;
    }
}
