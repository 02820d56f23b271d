package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.idempotency.IdempotentPostProcessor;
import dev.safe4j.spring.idempotency.IdempotentStartCheck;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** What makes {@link dev.safe4j.spring.Idempotent} work, and the checks that it does. */
@AutoConfiguration(after = SafeIdempotencyAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, SpelExpressionParser.class})
public final class SafeIdempotentAutoConfiguration {

    @Bean
    static IdempotentPostProcessor safe4jIdempotent(ObjectProvider<Idempotency> idempotency, Environment environment) {
        return new IdempotentPostProcessor(
                idempotency::getObject, environment::resolveRequiredPlaceholders, Spring.proxiesByClass(environment));
    }

    @Bean
    static IdempotentStartCheck safe4jIdempotentStartCheck(
            ObjectProvider<Idempotency> idempotency, ConfigurableBeanFactory beans, Environment environment) {
        return new IdempotentStartCheck(
                environment::resolveRequiredPlaceholders,
                idempotency::getIfAvailable,
                SpringTransactions.arePresent(beans.getBeanClassLoader()));
    }

    @Bean
    static BoundaryCheck safe4jIdempotentBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.claim(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }
}
