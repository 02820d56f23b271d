package dev.safe4j.autoconfigure;

import dev.safe4j.spring.web.IdempotencyProblems;
import dev.safe4j.spring.web.LockProblems;
import dev.safe4j.spring.web.PresetContentType;
import dev.safe4j.spring.web.QuotaProblems;
import dev.safe4j.spring.web.SqlProblems;
import dev.safe4j.spring.web.UpdateProblems;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Problem details for the faults of safe4j, in servlet applications. */
@AutoConfiguration
@ConditionalOnSafe4j
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ProblemDetail.class, RestControllerAdvice.class, HandlerExceptionResolver.class})
@ConditionalOnBooleanProperty(name = "safe4j.web.problem-details", matchIfMissing = true)
public final class SafeWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    UpdateProblems safe4jUpdateProblems() {
        return new UpdateProblems();
    }

    @Bean
    @ConditionalOnMissingBean
    LockProblems safe4jLockProblems() {
        return new LockProblems();
    }

    @Bean
    @ConditionalOnMissingBean
    IdempotencyProblems safe4jIdempotencyProblems() {
        return new IdempotencyProblems();
    }

    @Bean
    @ConditionalOnMissingBean
    QuotaProblems safe4jQuotaProblems() {
        return new QuotaProblems();
    }

    @Bean
    @ConditionalOnMissingBean
    PresetContentType safe4jPresetContentType() {
        return new PresetContentType();
    }

    /** Those that need Spring's data access exceptions. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DuplicateKeyException.class)
    static class Sql {

        @Bean
        @ConditionalOnMissingBean
        SqlProblems safe4jSqlProblems() {
            return new SqlProblems();
        }
    }
}
