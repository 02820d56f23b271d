package dev.safe4j.autoconfigure;

import dev.safe4j.fanout.FanOut;
import dev.safe4j.fanout.FanOuts;
import dev.safe4j.spring.boundary.BoundaryCheck.Mode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j.fan-out}. A null is a property that is not set: then the default of the class counts that it
 * belongs to.
 *
 * @param concurrency how many items are worked on at a time, where a fan-out says nothing else
 * @param poolCheck what happens if more items are worked on at a time than the application's pool has connections
 */
@ConfigurationProperties("safe4j.fan-out")
public record FanOutProperties(
        @Nullable Integer concurrency, @DefaultValue("warn") Mode poolCheck) {

    private static final Logger LOG = LoggerFactory.getLogger(FanOuts.class);

    /**
     * Builds with what is set here, by the builder's own rules.
     *
     * @param builder with all the rest
     * @param connections of the application's pool; null if that is not known
     */
    FanOuts build(FanOuts.Builder builder, @Nullable Integer connections) {
        int atOnce = concurrency == null ? FanOut.DEFAULT_CONCURRENCY : concurrency;
        if (connections != null && poolCheck == Mode.FAIL) {
            builder.pool("the application's", () -> connections);
        } else if (connections != null && poolCheck == Mode.WARN && atOnce > connections) {
            LOG.warn(
                    "Fan-outs work on {} items at a time, and the application's pool has {} connections: items that need one"
                            + " each would wait for them. Lower safe4j.fan-out.concurrency, or enlarge the pool; if items"
                            + " need no connections, set safe4j.fan-out.pool-check=off.",
                    atOnce,
                    connections);
        }
        return PropertyRules.checked(
                "safe4j.fan-out.concurrency",
                atOnce,
                () -> builder.concurrency(atOnce).build());
    }
}
