package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;

/** {@code @Async} methods that return nothing: whether somebody is told of what they throw. */
@ExtendWith(OutputCaptureExtension.class)
class AsyncHandlerTest {

    private static final String TOLD = "dev.safe4j.it.AsyncHandlerTest$Mails.send() is @Async and void";

    private static ApplicationContextRunner with(Class<?>... configurations) {
        return Applications.onH2().withUserConfiguration(configurations).withBean(Mails.class);
    }

    @Test
    void without_a_handler_they_are_told_once(CapturedOutput output) {
        with(Enabled.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .containsOnlyOnce(TOLD)
                    .contains("safe4j.async.handler-check=off")
                    .doesNotContain("price()");
        });
    }

    @Test
    @Tag("slow")
    void or_fail_the_start(CapturedOutput output) {
        assertThat(Start.failing(output, Failing.class, "safe4j.async.handler-check=fail"))
                .contains("Failures would be seen by nobody", TOLD, "Make a bean of AsyncConfigurer");
    }

    @Test
    @Tag("slow")
    void or_are_not_looked_at(CapturedOutput output) {
        with(Enabled.class)
                .withPropertyValues("safe4j.async.handler-check=off")
                .run(context -> assertThat(output).doesNotContain("is @Async and void"));
    }

    @Test
    @Tag("slow")
    void a_handler_of_the_application_is_enough(CapturedOutput output) {
        with(Enabled.class, Handled.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).doesNotContain("is @Async and void");
        });
    }

    @Test
    @Tag("slow")
    void a_configurer_without_one_is_not(CapturedOutput output) {
        with(Enabled.class, Unhandled.class).run(context -> assertThat(output).containsOnlyOnce(TOLD));
    }

    @Test
    @Tag("slow")
    void where_nothing_is_asynchronous_there_is_nothing_to_tell(CapturedOutput output) {
        with().run(context -> assertThat(output).doesNotContain("is @Async and void"));
    }

    @Test
    @Tag("slow")
    void a_bean_that_is_made_later_is_told_then(CapturedOutput output) {
        Applications.onH2().withUserConfiguration(Enabled.class, Later.class).run(context -> {
            assertThat(output).doesNotContain("is @Async and void");
            context.getBean(Mails.class);
            assertThat(output).containsOnlyOnce(TOLD);
        });
    }

    /** One that returns nothing, and one that does. */
    static class Mails {
        @Async
        public void send() {}

        @Async
        public CompletableFuture<String> price() {
            return CompletableFuture.completedFuture("fudge");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Enabled {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Failing {
        @Bean
        Mails mails() {
            return new Mails();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Later {
        @Bean
        @Lazy
        Mails mails() {
            return new Mails();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Handled implements AsyncConfigurer {
        @Override
        public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
            return (failure, method, parameters) -> {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unhandled implements AsyncConfigurer {}
}
