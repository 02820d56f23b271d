package dev.safe4j.autoconfigure;

import dev.safe4j.micrometer.RetryMeters;
import dev.safe4j.retry.RetryListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters of what is run again, where there is a registry. */
@AutoConfiguration(afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SafeRetryMetersAutoConfiguration {

    @Bean
    RetriesByName safe4jRetryMeters(MeterRegistry registry) {
        return RetryMeters.byName(registry)::apply;
    }

    /** Gives the meters of what is run again. No listener itself, since the same one would be told of everything. */
    interface RetriesByName extends Function<String, RetryListener> {

        /** The name of all methods with {@code @RetryOnConflict}. */
        String METHODS = "methods";
    }
}
