package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.SafeRetryMetersAutoConfiguration.RetriesByName;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.retry.RetryOnConflictPostProcessor;
import dev.safe4j.spring.retry.RetryPolicies;
import dev.safe4j.spring.retry.RetryStartCheck;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What makes {@link dev.safe4j.spring.RetryOnConflict} work, and the checks that it does. */
@AutoConfiguration(after = {SafeRetryAutoConfiguration.class, SafeRetryMetersAutoConfiguration.class})
@ConditionalOnSafe4j
@ConditionalOnClass(Advised.class)
public final class SafeRetryOnConflictAutoConfiguration {

    @Bean
    static RetryOnConflictPostProcessor safe4jRetryOnConflict(
            ObjectProvider<RetryPolicy> policy,
            ObjectProvider<RetriesByName> meters,
            ConfigurableListableBeanFactory beans,
            Environment environment) {
        RetryPolicies policies = policies(() -> told(policy.getObject(), meters.getIfUnique()), environment);
        return new RetryOnConflictPostProcessor(
                policies,
                SpringTransactions.arePresent(beans.getBeanClassLoader()),
                Spring.proxiesByClass(environment));
    }

    @Bean
    static RetryStartCheck safe4jRetryStartCheck(
            ObjectProvider<RetryPolicy> policy, ConfigurableListableBeanFactory beans, Environment environment) {
        return new RetryStartCheck(
                policies(policy::getObject, environment), SpringTransactions.arePresent(beans.getBeanClassLoader()));
    }

    @Bean
    static BoundaryCheck safe4jRetryBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.retry(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }

    private static RetryPolicies policies(Supplier<RetryPolicy> policy, Environment environment) {
        return new RetryPolicies(policy, environment::resolveRequiredPlaceholders);
    }

    private static RetryPolicy told(RetryPolicy policy, @Nullable RetriesByName meters) {
        return meters == null ? policy : policy.listener(meters.apply(RetriesByName.METHODS));
    }
}
