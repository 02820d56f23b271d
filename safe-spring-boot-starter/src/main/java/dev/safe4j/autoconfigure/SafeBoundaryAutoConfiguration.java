package dev.safe4j.autoconfigure;

import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import java.util.function.Predicate;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.config.TransactionManagementConfigUtils;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** The check that the application's own transactional methods can be intercepted. */
@AutoConfiguration
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, TransactionInterceptor.class})
@EnableConfigurationProperties(SafeProperties.class)
public final class SafeBoundaryAutoConfiguration {

    @Bean
    static BoundaryCheck safe4jTransactionBoundaryCheck(
            BeanFactory beans, ObjectProvider<SafeProperties> properties, Environment environment) {
        return new BoundaryCheck(
                Boundary.transaction(),
                ofTheApplication(beans),
                () -> properties.getObject().transaction().boundaryCheck(),
                Spring.proxiesByClass(environment));
    }

    /** Classes of the application's own packages, if transactions are begun by proxies, not woven in. */
    private static Predicate<Class<?>> ofTheApplication(BeanFactory beans) {
        return type -> Spring.isOfTheApplication(beans, type)
                && beans.containsBean(TransactionManagementConfigUtils.TRANSACTION_ADVISOR_BEAN_NAME);
    }
}
