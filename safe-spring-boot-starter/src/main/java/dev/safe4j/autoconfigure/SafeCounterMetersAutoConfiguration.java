package dev.safe4j.autoconfigure;

import dev.safe4j.counter.CounterListener;
import dev.safe4j.micrometer.CounterMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters of counters and quotas, where there is a registry. */
@AutoConfiguration(afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SafeCounterMetersAutoConfiguration {

    @Bean
    CountersByName safe4jCounterMeters(MeterRegistry registry) {
        return name -> new CounterMeters(registry, name);
    }

    /** Makes the meters of what is counted. No listener itself, since the same one would be told of everything. */
    interface CountersByName {

        CounterListener of(String name);

        /** The application's listeners, and the meters if there are any. */
        static List<CounterListener> and(
                ObjectProvider<CounterListener> listeners, ObjectProvider<CountersByName> meters, String name) {
            List<CounterListener> all =
                    new ArrayList<>(listeners.orderedStream().toList());
            @Nullable CountersByName registered = meters.getIfUnique();
            if (registered != null) {
                all.add(registered.of(name));
            }
            return all;
        }
    }
}
