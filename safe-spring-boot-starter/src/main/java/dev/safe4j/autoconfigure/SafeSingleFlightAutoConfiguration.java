package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeFlightMetersAutoConfiguration.ByName;
import dev.safe4j.flight.FlightListener;
import dev.safe4j.lock.TransactionBoundary;
import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.flight.SingleFlightPostProcessor;
import dev.safe4j.spring.flight.SingleFlightPostProcessor.Settings;
import dev.safe4j.spring.flight.SingleFlightStartCheck;
import java.util.function.BooleanSupplier;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.function.SingletonSupplier;

/** What makes {@link dev.safe4j.spring.SingleFlight} work, and the checks that it does. */
@AutoConfiguration(after = SafeFlightMetersAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, SpelExpressionParser.class})
@EnableConfigurationProperties(FlightProperties.class)
public final class SafeSingleFlightAutoConfiguration {

    @Bean
    static SingleFlightPostProcessor safe4jSingleFlight(
            ObjectProvider<Settings> settings,
            ObjectProvider<TransactionBoundary> boundary,
            ConfigurableBeanFactory beans,
            Environment environment) {
        SingletonSupplier<BooleanSupplier> inside = SingletonSupplier.of(
                () -> SpringTransactions.inside(boundary.getIfUnique(), beans.getBeanClassLoader()));
        return new SingleFlightPostProcessor(
                settings::getObject,
                environment::resolveRequiredPlaceholders,
                () -> inside.obtain().getAsBoolean(),
                Spring.proxiesByClass(environment));
    }

    @Bean
    static SingleFlightStartCheck safe4jSingleFlightStartCheck(ConfigurableBeanFactory beans, Environment environment) {
        return new SingleFlightStartCheck(
                environment::resolveRequiredPlaceholders, SpringTransactions.arePresent(beans.getBeanClassLoader()));
    }

    @Bean
    static BoundaryCheck safe4jSingleFlightBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.singleFlight(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }

    @Bean
    @ConditionalOnMissingBean
    Settings safe4jSingleFlightSettings(
            FlightProperties properties, ObjectProvider<FlightListener> listeners, ObjectProvider<ByName> meters) {
        return new Settings(properties.effectiveWithin(), ByName.and(listeners, meters, "methods"));
    }
}
