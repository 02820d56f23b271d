package dev.safe4j.autoconfigure;

import dev.safe4j.flight.SingleFlight;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What can be set under {@code safe4j.flight}. A null is a property that is not set: then the default of the class counts that it belongs
 * to.
 *
 * @param within how long a caller of a SingleFlight method waits, where its annotation says nothing else
 */
@ConfigurationProperties("safe4j.flight")
public record FlightProperties(@Nullable Duration within) {

    /** The wait that counts, by the room's own rule. */
    Duration effectiveWithin() {
        PropertyRules.applied(
                "safe4j.flight.within", within, SingleFlight.<String, String>create(), SingleFlight::within);
        return within == null ? SingleFlight.DEFAULT_WAIT : within;
    }
}
