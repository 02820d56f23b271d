package dev.safe4j.test.spring;

import dev.safe4j.test.interleavings.RaceProbe;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Makes the {@link RaceProbe} of a context, and wraps every {@link DataSource} bean by it, so that the application's own services
 * can be searched as they are. While no race is searched, getting a connection costs one volatile read more.
 *
 * <p>A wrapped bean is a {@code DataSource} and no longer of its own class: code that has a {@code HikariDataSource} injected does
 * not start with it. Have such code ask for a {@code DataSource} and {@code unwrap} it, or switch this off by
 * {@code safe4j.race.enabled=false} and wrap by hand.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(DataSource.class)
@ConditionalOnBooleanProperty(
        name = {"safe4j.enabled", "safe4j.race.enabled"},
        matchIfMissing = true)
public final class SafeRaceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static RaceProbe safe4jRaceProbe() {
        return new RaceProbe();
    }

    @Bean
    static ProbedDataSources safe4jProbedDataSources(ObjectProvider<RaceProbe> probe) {
        return new ProbedDataSources(probe::getObject);
    }
}
