package dev.safe4j.autoconfigure;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.background.TaskListener;
import dev.safe4j.micrometer.TaskMeters;
import dev.safe4j.spring.background.BackgroundLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Background tasks: stopped with the application, and measured. */
@AutoConfiguration(afterName = {Spring.METERS_4, Spring.METERS_3})
@ConditionalOnSafe4j
@EnableConfigurationProperties(BackgroundProperties.class)
public final class SafeBackgroundAutoConfiguration {

    /** Those of the properties, unless the application has its own, which it stops itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(BackgroundTasks.class)
    static class OfProperties {

        @Bean(destroyMethod = "")
        BackgroundTasks safe4jBackgroundTasks(BackgroundProperties properties, ObjectProvider<TaskListener> listeners) {
            BackgroundTasks.Builder builder = BackgroundTasks.builder();
            listeners.orderedStream().forEach(builder::listener);
            return properties.applyTo(builder).build();
        }

        @Bean
        BackgroundLifecycle safe4jBackgroundLifecycle(
                BackgroundTasks tasks, BackgroundProperties properties, ApplicationContext context) {
            return new BackgroundLifecycle(tasks, properties.stopWithin(), context);
        }
    }

    /** Where there is a registry of meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        TaskMeters safe4jTaskMeters(MeterRegistry registry) {
            return new TaskMeters(registry);
        }
    }
}
