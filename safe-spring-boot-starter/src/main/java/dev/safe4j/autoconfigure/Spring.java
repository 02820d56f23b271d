package dev.safe4j.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.core.env.Environment;

/**
 * Names of what the starter's classes stand after: the first of each pair in Spring Boot 4, the second in 3.5. A name that does
 * not exist is ignored, so a wrong one makes beans disappear without an error; the tests on each generation are the guard.
 */
final class Spring {

    static final String DATA_SOURCE_4 = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    static final String DATA_SOURCE_3 = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration";
    static final String JDBC_TRANSACTIONS_4 =
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration";
    static final String JDBC_TRANSACTIONS_3 =
            "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration";
    static final String JPA_4 = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";
    static final String JPA_3 = "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration";
    static final String JTA_4 = "org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration";
    static final String JTA_3 = "org.springframework.boot.autoconfigure.transaction.jta.JtaAutoConfiguration";
    static final String JOOQ_4 = "org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration";
    static final String JOOQ_3 = "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration";

    static final String REDIS_4 = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration";
    static final String REDIS_3 = "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration";
    static final String METERS_4 =
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration";
    static final String METERS_3 =
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration";
    static final String OBSERVATIONS_4 =
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration";
    static final String OBSERVATIONS_3 =
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration";

    static final String JACKSON_4 = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration";
    static final String JACKSON_3 = "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration";

    private Spring() {}

    /** Whether a class is one of Spring's. */
    static boolean isItsOwn(Class<?> type) {
        return type.getName().startsWith("org.springframework.");
    }

    /** Whether a class is in a package of the application's own. */
    static boolean isOfTheApplication(BeanFactory beans, Class<?> type) {
        return !isItsOwn(type) // the packages are a bean of Spring's too, and not to be asked for while made
                && AutoConfigurationPackages.has(beans)
                && AutoConfigurationPackages.get(beans).stream()
                        .anyMatch(each -> each.isEmpty() || type.getName().startsWith(each + "."));
    }

    /** Whether Spring Boot proxies beans by class even if they have interfaces. */
    static boolean proxiesByClass(Environment environment) {
        return environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true);
    }
}
