package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.transaction.TimeBudget;
import dev.safe4j.spring.transaction.BudgetPostProcessor;
import dev.safe4j.spring.transaction.BudgetWatcher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.ConfigurableTransactionManager;

/** The time budget over every transaction: the one of the properties, or the application's bean. */
@AutoConfiguration
@ConditionalOnSafe4j
@ConditionalOnClass(ConfigurableTransactionManager.class)
@EnableConfigurationProperties(SafeProperties.class)
public final class SafeBudgetAutoConfiguration {

    @Bean
    static BudgetPostProcessor safe4jBudget(ObjectProvider<TimeBudget> budget) {
        return new BudgetPostProcessor(budget::ifAvailable);
    }

    /** The budget of the properties. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(TimeBudget.class)
    @ConditionalOnProperty("safe4j.transaction.budget")
    static class FromProperties {

        @Bean(destroyMethod = "close")
        BudgetWatcher safe4jBudgetWatcher() {
            return new BudgetWatcher();
        }

        @Bean
        TimeBudget safe4jTimeBudget(SafeProperties properties, BudgetWatcher watcher) {
            return watcher.watch(properties.transaction().toBudget());
        }
    }
}
