package dev.safe4j.autoconfigure;

import dev.safe4j.spring.quota.QuotaValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j.counter}.
 *
 * @param store where counters and quotas are kept; if not set, the database if there is one, else Redis if there is one
 * @param table table of the counters in the database; that of the quotas has the same name with _quota at its end
 * @param prefix how the keys of the counters in Redis begin
 * @param purge how quotas of which nothing counts any more are forgotten
 * @param rateLimitFields whether responses tell how the quotas of their request stand
 * @param quotas how often something may be done, by the names of quotas: counts before what annotations say
 */
@ConfigurationProperties("safe4j.counter")
public record CounterProperties(
        @Nullable Store store,
        @DefaultValue("safe4j_counter") String table,
        @DefaultValue("safe4j:") String prefix,
        @DefaultValue Purge purge,
        @DefaultValue("true") boolean rateLimitFields,
        @DefaultValue Map<String, Quota> quotas) {

    private static final String PREFIX = "safe4j.counter.";

    /** Where counters are kept. */
    public enum Store {
        /** In the application's database. */
        JDBC,
        /** In Redis. */
        REDIS,
        /** In the memory of this process alone. */
        MEMORY
    }

    /**
     * How quotas of which nothing counts any more are forgotten.
     *
     * @param interval how long from one run to the next, in each instance; zero for never
     * @param batch how many quotas a step forgets
     * @param batches how many steps a run has at most
     */
    public record Purge(
            @DefaultValue("10m") Duration interval,
            @DefaultValue("1000") int batch,
            @DefaultValue("10") int batches) {}

    /**
     * How often something may be done.
     *
     * @param limit how much in a window
     * @param per how long a window is
     * @param sliding whether the limit holds in any window of that length, wherever it begins
     */
    public record Quota(
            @Nullable Long limit,
            @Nullable Duration per,
            @Nullable Boolean sliding) {}

    /** What is set of each quota, by the rules of quotas. */
    Map<String, QuotaValues> values() {
        Map<String, QuotaValues> values = new HashMap<>();
        quotas.forEach((name, each) -> {
            check(name + ".limit", each.limit(), new QuotaValues(each.limit(), null, null));
            check(name + ".per", each.per(), new QuotaValues(null, each.per(), null));
            values.put(name, new QuotaValues(each.limit(), each.per(), each.sliding()));
        });
        return values;
    }

    private static void check(String name, @Nullable Object value, QuotaValues alone) {
        PropertyRules.checked(PREFIX + "quotas." + name, value, () -> {
            alone.check();
            return alone;
        });
    }
}
