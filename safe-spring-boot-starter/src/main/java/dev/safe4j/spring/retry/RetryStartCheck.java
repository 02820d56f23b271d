package dev.safe4j.spring.retry;

import dev.safe4j.spring.RetryOnConflict;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Looks at each finished bean: whether its retry lies outside its transaction, and whether the annotations' values are valid. */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class RetryStartCheck implements MergedBeanDefinitionPostProcessor {

    private final RetryPolicies policies;
    private final boolean hasTransactions;

    /**
     * Makes the check.
     *
     * @param policies takes the annotations' values
     * @param hasTransactions whether Spring's transactions are on the class path
     */
    public RetryStartCheck(RetryPolicies policies, boolean hasTransactions) {
        this.policies = policies;
        this.hasTransactions = hasTransactions;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, RetryOnConflict.class)) {
            ProxyOrder.methods(type).forEach(method -> checkValues(method, type));
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        if (hasTransactions) {
            ProxyOrder.requireOutsideTransaction(
                    bean,
                    RetryInterceptor.class,
                    method -> RetryAnnotations.find(method, AopUtils.getTargetClass(bean)) != null,
                    "is run again by @RetryOnConflict",
                    "run again, it would join the transaction that has failed.");
        }
        return bean;
    }

    private void checkValues(Method method, Class<?> type) {
        RetryOnConflict annotation = RetryAnnotations.find(method, type);
        try {
            if (annotation != null) {
                policies.check(annotation);
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "@RetryOnConflict of " + type.getName() + "." + method.getName() + "(): " + invalid.getMessage(),
                    invalid);
        }
    }
}
