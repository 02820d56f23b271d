package dev.safe4j.autoconfigure;

import dev.safe4j.retry.FaultClassifier;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The policy by which units of work are run again; the application's retry listeners are told of it. */
@AutoConfiguration(after = SafeJdbcAutoConfiguration.class)
@ConditionalOnSafe4j
@EnableConfigurationProperties(SafeProperties.class)
public final class SafeRetryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RetryPolicy safe4jRetryPolicy(
            SafeProperties properties,
            ObjectProvider<FaultClassifier> classifier,
            ObjectProvider<RetryListener> listeners) {
        RetryPolicy policy = properties
                .retry()
                .applyTo(RetryPolicy.defaults().classifiedBy(classifier.getIfAvailable(FaultClassifier::declared)));
        List<RetryListener> all = listeners.orderedStream().toList();
        for (RetryListener listener : all) {
            policy = policy.listener(listener);
        }
        return policy;
    }
}
