package dev.safe4j.autoconfigure;

import dev.safe4j.background.BackgroundTasks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j.background}. A null is a property that is not set: then the default of the class counts that it
 * belongs to.
 *
 * @param concurrency how many tasks run at a time
 * @param queue how many tasks wait to be run at most
 * @param timeLimit after which a run is interrupted; never if not set
 * @param stopWithin how long tasks are given to end when the application stops, before they are interrupted
 */
@ConfigurationProperties("safe4j.background")
public record BackgroundProperties(
        @Nullable Integer concurrency,
        @Nullable Integer queue,
        @Nullable Duration timeLimit,
        @DefaultValue("20s") Duration stopWithin) {

    private static final String PREFIX = "safe4j.background.";

    /** Applies what is set here, by the builder's own rules. */
    BackgroundTasks.Builder applyTo(BackgroundTasks.Builder builder) {
        PropertyRules.applied(PREFIX + "concurrency", concurrency, builder, BackgroundTasks.Builder::concurrency);
        PropertyRules.applied(PREFIX + "queue", queue, builder, BackgroundTasks.Builder::queue);
        PropertyRules.requireUpToAnHour(PREFIX + "stop-within", stopWithin, Duration.ZERO);
        return PropertyRules.applied(PREFIX + "time-limit", timeLimit, builder, BackgroundTasks.Builder::timeLimit);
    }
}
