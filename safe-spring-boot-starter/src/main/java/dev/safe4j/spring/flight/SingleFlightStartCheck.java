package dev.safe4j.spring.flight;

import dev.safe4j.spring.SingleFlight;
import dev.safe4j.spring.proxy.Authorization;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Looks at each finished bean: whether its flights lie outside its transaction, and whether the annotations' values are valid. */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class SingleFlightStartCheck implements MergedBeanDefinitionPostProcessor {

    private final UnaryOperator<String> placeholders;
    private final boolean hasTransactions;

    /**
     * Makes the check.
     *
     * @param placeholders resolves <code>${…}</code>
     * @param hasTransactions whether Spring's transactions are on the class path
     */
    public SingleFlightStartCheck(UnaryOperator<String> placeholders, boolean hasTransactions) {
        this.placeholders = placeholders;
        this.hasTransactions = hasTransactions;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, SingleFlight.class)) {
            ProxyOrder.methods(type).forEach(method -> checkValues(method, type));
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        if (hasTransactions) {
            ProxyOrder.requireOutsideTransaction(
                    bean,
                    FlightInterceptor.class,
                    method -> FlightAnnotations.find(method, AopUtils.getTargetClass(bean)) != null,
                    "is run for all callers by @SingleFlight",
                    "each caller would hold a transaction while it waits for what runs outside of it.");
        }
        return bean;
    }

    private void checkValues(Method method, Class<?> type) {
        SingleFlight annotation = FlightAnnotations.find(method, type);
        try {
            if (annotation != null) {
                new FlightMethod(method, annotation, placeholders);
                Authorization.requireNone(
                        method,
                        type,
                        "would be asked once for all callers who share a run, and not of each: put it on what calls this"
                                + " method, in another bean.");
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "@SingleFlight of " + type.getName() + "." + method.getName() + "(): " + invalid.getMessage(),
                    invalid);
        }
    }
}
