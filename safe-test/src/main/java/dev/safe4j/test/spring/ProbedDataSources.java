package dev.safe4j.test.spring;

import dev.safe4j.test.interleavings.RaceProbe;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Wraps every data source that is a bean, after all others have wrapped it. One that only hands on to a wrapped one is left as it
 * is: each statement would be two steps. Thread-safe.
 */
final class ProbedDataSources implements BeanPostProcessor {

    private static final boolean SPRING_JDBC = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.DelegatingDataSource", ProbedDataSources.class.getClassLoader());

    private final Supplier<RaceProbe> probe;

    ProbedDataSources(Supplier<RaceProbe> probe) {
        this.probe = probe;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource && !isProbed(dataSource)
                ? probe.get().wrap(dataSource)
                : bean;
    }

    private static boolean isProbed(@Nullable DataSource dataSource) {
        return RaceProbe.isProbed(dataSource) || (SPRING_JDBC && Delegating.toProbed(dataSource));
    }

    /** Loaded only where Spring JDBC is there. */
    private static final class Delegating {
        static boolean toProbed(@Nullable DataSource dataSource) {
            return dataSource instanceof DelegatingDataSource delegating && isProbed(delegating.getTargetDataSource());
        }
    }
}
