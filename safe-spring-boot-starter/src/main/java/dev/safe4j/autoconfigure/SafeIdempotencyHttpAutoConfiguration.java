package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Http;
import dev.safe4j.autoconfigure.IdempotencyProperties.WhenUnavailable;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.spring.Idempotent.Mode;
import dev.safe4j.spring.http.AttemptArgument;
import dev.safe4j.spring.http.FilterSettings;
import dev.safe4j.spring.http.IdempotencyFilters;
import dev.safe4j.spring.http.RequestScope;
import dev.safe4j.spring.http.RequestStartCheck;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The filter that carries out requests under their keys once, in servlet applications. */
@AutoConfiguration(after = SafeIdempotencyAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, WebMvcConfigurer.class})
@EnableConfigurationProperties(IdempotencyProperties.class)
public final class SafeIdempotencyHttpAutoConfiguration {

    static final String FILTER = "safe4jIdempotencyFilter";

    @Bean
    static RequestStartCheck safe4jIdempotentRequestCheck(
            ObjectProvider<RequestMappingHandlerMapping> mappings,
            ListableBeanFactory beans,
            ObjectProvider<Idempotency> idempotency,
            Environment environment) {
        return new RequestStartCheck(
                all(mappings),
                environment::resolveRequiredPlaceholders,
                () -> beans.containsBean(FILTER),
                () -> requireTransactional(idempotency.getObject()));
    }

    private static void requireTransactional(Idempotency idempotency) {
        try {
            idempotency.operation("any").sameTransaction();
        } catch (IllegalStateException refused) {
            throw new IllegalStateException("the same-transaction mode needs a DataSource, and safe4j.idempotency.store"
                    + " not set or jdbc: " + refused.getMessage());
        }
    }

    private static Supplier<List<RequestMappingHandlerMapping>> all(
            ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return () -> mappings.orderedStream().toList();
    }

    /** Where there is something to keep requests in. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Idempotency.class)
    @ConditionalOnBooleanProperty(name = "safe4j.idempotency.http.enabled", matchIfMissing = true)
    static class Guard implements WebMvcConfigurer {

        @Bean(name = FILTER)
        @ConditionalOnMissingBean(name = FILTER)
        Filter safe4jIdempotencyFilter(
                Idempotency idempotency,
                IdempotencyProperties properties,
                ObjectProvider<RequestMappingHandlerMapping> mappings,
                ObjectProvider<RequestScope> scope,
                Environment environment) {
            checkMode(idempotency, properties.http());
            return IdempotencyFilters.filter(
                    idempotency,
                    settings(properties),
                    all(mappings),
                    environment::resolveRequiredPlaceholders,
                    scope.getIfAvailable(RequestScope::principal));
        }

        private static void checkMode(Idempotency idempotency, Http http) {
            if (http.mode() == Mode.SAME_TRANSACTION) {
                try {
                    requireTransactional(idempotency);
                } catch (IllegalStateException refused) {
                    throw new InvalidConfigurationPropertyValueException(
                            "safe4j.idempotency.http.mode", http.mode(), String.valueOf(refused.getMessage()));
                }
            }
        }

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(new AttemptArgument());
        }

        private static FilterSettings settings(IdempotencyProperties properties) {
            Http http = properties.http();
            return new FilterSettings(
                    http.header(),
                    http.strict(),
                    http.required(),
                    http.methods(),
                    http.paths(),
                    http.mode(),
                    http.within(),
                    IdempotencyProperties.bytes("http.largest-request", http.largestRequest()),
                    IdempotencyProperties.bytes("largest-answer", properties.largestAnswer()),
                    http.replayedHeader(),
                    http.notKept(),
                    http.whenUnavailable() == WhenUnavailable.CARRY_OUT);
        }
    }
}
