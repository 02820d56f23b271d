package dev.safe4j.autoconfigure;

import dev.safe4j.spring.background.AsyncHandlerCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/** The check that what is thrown by the application's {@code @Async} methods is handled. */
@AutoConfiguration
@ConditionalOnSafe4j
@ConditionalOnClass({AsyncUncaughtExceptionHandler.class, AsyncConfigurer.class})
@EnableConfigurationProperties(AsyncProperties.class)
public final class SafeAsyncAutoConfiguration {

    @Bean
    static AsyncHandlerCheck safe4jAsyncHandlerCheck(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<AsyncConfigurer> configurers,
            ObjectProvider<AsyncProperties> properties) {
        return new AsyncHandlerCheck(
                type -> Spring.isOfTheApplication(beans, type),
                () -> beans.getBeanNamesForType(AsyncAnnotationBeanPostProcessor.class, true, false).length > 0
                        && configurers.stream()
                                .map(AsyncConfigurer::getAsyncUncaughtExceptionHandler)
                                .noneMatch(SafeAsyncAutoConfiguration::isOwn),
                () -> properties.getObject().handlerCheck());
    }

    private static boolean isOwn(@Nullable AsyncUncaughtExceptionHandler handler) {
        return handler != null && !(handler instanceof SimpleAsyncUncaughtExceptionHandler);
    }
}
