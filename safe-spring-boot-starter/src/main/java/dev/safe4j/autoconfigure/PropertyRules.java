package dev.safe4j.autoconfigure;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Applies values of properties by the rules of what they are for: what such a rule refuses is told by the property's name. */
final class PropertyRules {

    private static final Duration HOUR = Duration.ofHours(1);

    private PropertyRules() {}

    /** Applies a value if it is set. */
    static <V, T> T applied(String property, @Nullable V value, T base, BiFunction<T, V, T> rule) {
        return value == null ? base : checked(property, value, () -> rule.apply(base, value));
    }

    /** Makes what a value is for. */
    static <T> T checked(String property, @Nullable Object value, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(refused.getMessage()));
        }
    }

    /** Refuses a time that nothing else has a rule for, unless it is from the least, in whole seconds, to an hour. */
    static void requireUpToAnHour(String property, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(HOUR) > 0) {
            throw new InvalidConfigurationPropertyValueException(
                    property, value, "it is from " + least.toSeconds() + " s to an hour.");
        }
    }
}
