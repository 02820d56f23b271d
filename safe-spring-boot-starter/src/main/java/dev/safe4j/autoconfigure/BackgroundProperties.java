package dev.safe4j.autoconfigure;

import dev.safe4j.background.BackgroundTasks;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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
        checked("concurrency", concurrency, builder, BackgroundTasks.Builder::concurrency);
        checked("queue", queue, builder, BackgroundTasks.Builder::queue);
        if (stopWithin.isNegative() || stopWithin.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + "stop-within", stopWithin, "it is from 0 s to an hour.");
        }
        return checked("time-limit", timeLimit, builder, BackgroundTasks.Builder::timeLimit);
    }

    /** Applies a value if it is set; what the rule refuses is told by the property's name. */
    private static <V> BackgroundTasks.Builder checked(
            String name,
            @Nullable V value,
            BackgroundTasks.Builder base,
            BiFunction<BackgroundTasks.Builder, V, BackgroundTasks.Builder> rule) {
        try {
            return value == null ? base : rule.apply(base, value);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + name, value, String.valueOf(refused.getMessage()));
        }
    }
}
