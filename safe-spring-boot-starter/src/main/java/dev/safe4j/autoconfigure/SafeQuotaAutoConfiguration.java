package dev.safe4j.autoconfigure;

import dev.safe4j.spring.boundary.Boundary;
import dev.safe4j.spring.boundary.BoundaryCheck;
import dev.safe4j.spring.quota.QuotaPostProcessor;
import dev.safe4j.spring.quota.QuotaStartCheck;
import dev.safe4j.spring.quota.QuotaTeller;
import dev.safe4j.spring.quota.Quotas;
import dev.safe4j.spring.web.RateLimitFields;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.context.request.RequestContextHolder;

/** What makes {@link dev.safe4j.spring.Quota} work, and the checks that it does. */
@AutoConfiguration(after = SafeCounterAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Advised.class, SpelExpressionParser.class})
public final class SafeQuotaAutoConfiguration {

    @Bean
    static QuotaPostProcessor safe4jQuota(
            ObjectProvider<Quotas> quotas, ObjectProvider<QuotaTeller> teller, Environment environment) {
        return new QuotaPostProcessor(
                quotas::getObject,
                () -> teller.getIfUnique(() -> (name, quota, result) -> {}),
                environment::resolveRequiredPlaceholders,
                Spring.proxiesByClass(environment));
    }

    @Bean
    static QuotaStartCheck safe4jQuotaStartCheck(ObjectProvider<Quotas> quotas, Environment environment) {
        return new QuotaStartCheck(environment::resolveRequiredPlaceholders, quotas::getIfAvailable);
    }

    @Bean
    static BoundaryCheck safe4jQuotaBoundaryCheck(Environment environment) {
        return new BoundaryCheck(
                Boundary.quota(),
                type -> !Spring.isItsOwn(type),
                () -> BoundaryCheck.Mode.FAIL,
                Spring.proxiesByClass(environment));
    }

    /** Where requests are answered. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({HttpServletResponse.class, RequestContextHolder.class})
    @ConditionalOnBooleanProperty(name = "safe4j.counter.rate-limit-fields", matchIfMissing = true)
    static class Fields {

        @Bean
        @ConditionalOnMissingBean(QuotaTeller.class)
        RateLimitFields safe4jRateLimitFields() {
            return new RateLimitFields();
        }
    }
}
