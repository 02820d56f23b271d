package dev.safe4j.autoconfigure;

import dev.safe4j.lock.Locks;
import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.lock.LockStartCheck;
import dev.safe4j.spring.lock.LockedPostProcessor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** What makes {@link dev.safe4j.spring.Locked} work, and the checks that it does. */
@AutoConfiguration(after = SafeLockAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, SpelExpressionParser.class})
public final class SafeLockedAutoConfiguration {

    @Bean
    static LockedPostProcessor safe4jLocked(ObjectProvider<Locks> locks, Environment environment) {
        return new LockedPostProcessor(
                locks::getObject, environment::resolveRequiredPlaceholders, Spring.proxiesByClass(environment));
    }

    @Bean
    static LockStartCheck safe4jLockStartCheck(ConfigurableListableBeanFactory beans, Environment environment) {
        return new LockStartCheck(
                environment::resolveRequiredPlaceholders,
                () -> beans.getBeanNamesForType(Locks.class, true, false).length > 0,
                SpringTransactions.arePresent(beans.getBeanClassLoader()));
    }

    @Bean
    static BoundaryCheck safe4jLockBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.lock(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }
}
