package dev.safe4j.autoconfigure;

import dev.safe4j.flight.FlightListener;
import dev.safe4j.micrometer.FlightMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters of flights and guarded caches, where there is a registry. */
@AutoConfiguration(afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SafeFlightMetersAutoConfiguration {

    @Bean
    ByName safe4jFlightMeters(MeterRegistry registry) {
        return name -> new FlightMeters(registry, name);
    }

    /** Makes the meters of what is loaded. No listener itself, since the same one would be told of everything. */
    interface ByName {

        FlightListener of(String name);

        /** The application's listeners, and the meters if there are any. */
        static List<FlightListener> and(
                ObjectProvider<FlightListener> listeners, ObjectProvider<ByName> meters, String name) {
            List<FlightListener> all = new ArrayList<>(listeners.orderedStream().toList());
            @Nullable ByName registered = meters.getIfUnique();
            if (registered != null) {
                all.add(registered.of(name));
            }
            return all;
        }
    }
}
