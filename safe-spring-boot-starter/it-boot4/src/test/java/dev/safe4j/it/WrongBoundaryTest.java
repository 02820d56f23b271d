package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.spring.RetryOnConflict;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** What does not start: {@code @RetryOnConflict} where it has no effect. */
@ExtendWith(OutputCaptureExtension.class)
class WrongBoundaryTest {

    private static final String NO_PROXY = "no proxy can intercept it, so the annotation would be without effect.";

    @Test
    void on_a_private_method(CapturedOutput output) {
        assertThat(Start.failing(output, OnPrivate.class))
                .contains(
                        "dev.safe4j.it.WrongBoundaryTest$OnPrivate.place() is annotated @RetryOnConflict and is private")
                .contains(NO_PROXY)
                .contains("Make it public, or move it to another bean.");
    }

    @Test
    void on_a_static_method(CapturedOutput output) {
        assertThat(Start.failing(output, OnStatic.class))
                .contains("OnStatic.place() is annotated @RetryOnConflict and is static", NO_PROXY);
    }

    @Test
    void on_a_final_method(CapturedOutput output) {
        assertThat(Start.failing(output, OnFinal.class))
                .contains("OnFinal.place() is annotated @RetryOnConflict and is final", NO_PROXY);
    }

    @Test
    void on_a_final_method_of_an_annotated_class(CapturedOutput output) {
        assertThat(Start.failing(output, OnFinalByClass.class))
                .contains("OnFinalByClass.place() is annotated @RetryOnConflict and is final");
    }

    @Test
    void in_a_final_class(CapturedOutput output) {
        assertThat(Start.failing(output, InFinal.class))
                .contains("InFinal.place() is annotated @RetryOnConflict and is in a final class", NO_PROXY)
                .contains("Remove final from InFinal.");
    }

    @Test
    void on_a_method_that_the_interface_of_the_proxy_does_not_have(CapturedOutput output) {
        assertThat(Start.failing(output, Hidden.class, "spring.aop.proxy-target-class=false"))
                .contains(
                        "Hidden.place() is annotated @RetryOnConflict and is in none of the interfaces by which the bean"
                                + " is proxied")
                .contains("spring.aop.proxy-target-class=true");
    }

    @Test
    void called_on_this(CapturedOutput output) {
        assertThat(Start.failing(output, CalledOnThis.class))
                .contains(
                        "CalledOnThis.importAll() calls CalledOnThis.place() on this: the call does not go through the"
                                + " proxy, so @RetryOnConflict of place is without effect there.")
                .contains("Annotate the caller too, or move CalledOnThis.place() to another bean and call it there.");
    }

    @Test
    void called_on_this_in_a_lambda_by_a_method_reference_in_a_constructor_and_over_a_private_method(
            CapturedOutput output) {
        assertThat(Start.failing(output, CalledInManyWays.class))
                .contains("a lambda in CalledInManyWays.inLambda() calls CalledInManyWays.place() on this")
                .contains("CalledInManyWays.byReference() calls CalledInManyWays.place() on this")
                .contains("the constructor of CalledInManyWays calls CalledInManyWays.place() on this")
                .contains("CalledInManyWays.helper() calls CalledInManyWays.place() on this")
                .contains("CalledInManyWays.withArguments() calls CalledInManyWays.sum() on this")
                .doesNotContain("annotated() calls", "byProxy() calls", "ofAnother() calls", "guarded() calls");
    }

    @Test
    void called_on_this_by_a_superclass(CapturedOutput output) {
        assertThat(Start.failing(output, Derived.class))
                .contains("Base.template() calls Derived.step() on this: the call does not go through the proxy");
    }

    @Test
    void inside_a_transaction_that_another_proxy_begins(CapturedOutput output) {
        assertThat(Start.failing(output, TransactionOutside.class))
                .contains(
                        "Ordered.place() is run again by @RetryOnConflict inside the transaction that another proxy begins"
                                + " around it: run again, it would join the transaction that has failed.")
                .contains("leave the transaction to @Transactional");
    }

    @ParameterizedTest
    @ValueSource(classes = {TooMany.class, NoDuration.class})
    void with_values_that_make_no_sense(Class<?> type, CapturedOutput output) {
        Applications.onH2()
                .withUserConfiguration(type)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .message()
                        .satisfiesAnyOf(
                                message -> assertThat(message)
                                        .contains("attempts must be between 1 and 1000, and is 1001"),
                                message -> assertThat(message).contains("'a while' is not a valid duration")));
        Applications.onH2()
                .withUserConfiguration(type)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("@RetryOnConflict of " + type.getName() + ".place()"));
    }

    static class OnPrivate {
        @RetryOnConflict
        private void place() {}

        void call() {
            place();
        }
    }

    static class OnStatic {
        @RetryOnConflict
        static void place() {}
    }

    static class OnFinal {
        @RetryOnConflict
        public final void place() {}
    }

    @RetryOnConflict
    static class OnFinalByClass {
        public final void place() {}
    }

    static final class InFinal {
        @RetryOnConflict
        public void place() {}
    }

    static class Hidden implements Callable<String> {
        @Override
        @RetryOnConflict
        public String call() {
            return "";
        }

        @RetryOnConflict
        public void place() {}
    }

    static class CalledOnThis {
        public void importAll(List<String> orders) {
            for (String order : orders) {
                place(order);
            }
        }

        @RetryOnConflict
        public void place(String order) {}
    }

    static class CalledInManyWays {
        private final @Nullable CalledInManyWays proxy = null;

        CalledInManyWays() {
            place();
        }

        @RetryOnConflict
        public void place() {}

        @RetryOnConflict
        public long sum(long a, double b, Object c) {
            return a;
        }

        Runnable inLambda() {
            return () -> place();
        }

        Runnable byReference() {
            return this::place;
        }

        void overHelper() {
            helper();
        }

        private void helper() {
            place();
        }

        long withArguments(boolean flag, long[] numbers) {
            long twice = 2L * numbers[0] << 3;
            return sum(flag ? twice : -twice, numbers.length > 1 ? 1.0 : 2.0, new StringBuilder(flag ? "a" : "b"));
        }

        @RetryOnConflict
        public void annotated() {
            place();
            guarded();
        }

        private void guarded() {
            place();
        }

        void byProxy() {
            if (proxy != null) {
                proxy.place();
            }
        }

        Supplier<CalledInManyWays> ofAnother(CalledInManyWays other) {
            other.place();
            Runnable later = other::place;
            later.run();
            return CalledInManyWays::new;
        }
    }

    static class Base {
        public void template() {
            step();
        }

        public void step() {}
    }

    static class Derived extends Base {
        @Override
        @RetryOnConflict
        public void step() {}
    }

    static class TooMany {
        @RetryOnConflict(attempts = 1001)
        public void place() {}
    }

    static class NoDuration {
        @RetryOnConflict(within = "a while")
        public void place() {}
    }

    static class Ordered {
        @RetryOnConflict
        @Transactional
        public void place() {}
    }

    /** A proxy of the application's own, made after all others. */
    @Configuration(proxyBeanMethods = false)
    static class TransactionOutside {
        @Bean
        Ordered ordered() {
            return new Ordered();
        }

        @Bean
        TransactionInterceptor outer(TransactionManager manager) {
            return new TransactionInterceptor(manager, new AnnotationTransactionAttributeSource());
        }

        @Bean
        static BeanNameAutoProxyCreator outermost() {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("ordered");
            creator.setInterceptorNames("outer");
            creator.setProxyTargetClass(true);
            creator.setOrder(Integer.MAX_VALUE);
            return creator;
        }
    }
}
