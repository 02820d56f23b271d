package dev.safe4j.autoconfigure;

import dev.safe4j.flight.SingleFlight;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j.cache}. A null is a property that is not set: then the default of the class counts that it belongs
 * to.
 *
 * @param stampedeGuard which of Spring's caches are guarded, and how
 */
@ConfigurationProperties("safe4j.cache")
public record CacheProperties(@DefaultValue StampedeGuard stampedeGuard) {

    static final String CACHES = "safe4j.cache.stampede-guard.caches";

    /**
     * Which of Spring's caches are guarded, and how.
     *
     * @param caches names of caches of which one caller loads what many miss at once; * for all of them
     * @param within how long somebody waits for another one's load
     * @param acrossInstances whether one instance loads at a time, by a lock: for caches that instances share
     */
    public record StampedeGuard(
            @DefaultValue Set<String> caches,
            @Nullable Duration within,
            @DefaultValue("false") boolean acrossInstances) {

        /** The wait that counts. */
        Duration effectiveWithin() {
            return within == null ? SingleFlight.DEFAULT_WAIT : within;
        }
    }
}
