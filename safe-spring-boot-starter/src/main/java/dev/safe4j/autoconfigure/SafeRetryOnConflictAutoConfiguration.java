package dev.safe4j.autoconfigure;

import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.retry.RetryOnConflictPostProcessor;
import dev.safe4j.spring.retry.RetryPolicies;
import dev.safe4j.spring.retry.RetryStartCheck;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** What makes {@link dev.safe4j.spring.RetryOnConflict} work, and the checks that it does. */
@AutoConfiguration(after = SafeRetryAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, TransactionInterceptor.class})
public final class SafeRetryOnConflictAutoConfiguration {

    @Bean
    static RetryOnConflictPostProcessor safe4jRetryOnConflict(
            ObjectProvider<RetryPolicy> policy, Environment environment) {
        return new RetryOnConflictPostProcessor(policies(policy, environment), Spring.proxiesByClass(environment));
    }

    @Bean
    static RetryStartCheck safe4jRetryStartCheck(ObjectProvider<RetryPolicy> policy, Environment environment) {
        return new RetryStartCheck(policies(policy, environment));
    }

    @Bean
    static BoundaryCheck safe4jRetryBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.retry(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }

    private static RetryPolicies policies(ObjectProvider<RetryPolicy> policy, Environment environment) {
        return new RetryPolicies(policy::getObject, environment::resolveRequiredPlaceholders);
    }
}
