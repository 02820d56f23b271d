package dev.safe4j.spring.retry;

import dev.safe4j.spring.RetryOnConflict;
import dev.safe4j.spring.boundary.Finding;
import dev.safe4j.spring.boundary.WrongBoundaryException;
import java.lang.reflect.Method;
import java.util.List;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Looks at each finished bean: whether its retry lies outside its transaction, and whether the annotations' values are valid. */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class RetryStartCheck implements MergedBeanDefinitionPostProcessor {

    private final RetryPolicies policies;

    /**
     * Makes the check.
     *
     * @param policies takes the annotations' values
     */
    public RetryStartCheck(RetryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, RetryOnConflict.class)) {
            annotated(type).forEach(method -> checkValues(method, type));
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        TransactionAttributeSource outer = null;
        for (Object each = bean; each instanceof Advised advised; each = AopProxyUtils.getSingletonTarget(each)) {
            for (Advisor advisor : advised.getAdvisors()) {
                Advice advice = advisor.getAdvice();
                if (advice instanceof TransactionInterceptor transaction) {
                    outer = transaction.getTransactionAttributeSource();
                } else if (advice instanceof RetryInterceptor && outer != null) {
                    requireNoTransaction(AopProxyUtils.ultimateTargetClass(bean), outer);
                }
            }
        }
        return bean;
    }

    private static void requireNoTransaction(Class<?> type, TransactionAttributeSource outer) {
        for (Method method : annotated(type)) {
            if (outer.getTransactionAttribute(method, type) != null) {
                throw new WrongBoundaryException(List.of(new Finding(
                        type.getName() + "." + method.getName() + "() is run again by @RetryOnConflict inside the"
                                + " transaction that another proxy begins around it: run again, it would join the"
                                + " transaction that has failed.",
                        "Give that proxy's post-processor an order before @RetryOnConflict's (anything but the lowest"
                                + " precedence), or leave the transaction to @Transactional.")));
            }
        }
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

    private static List<Method> annotated(Class<?> type) {
        return List.of(ReflectionUtils.getUniqueDeclaredMethods(
                        type, method -> method.getDeclaringClass() != Object.class && !method.isSynthetic()))
                .stream()
                .filter(method -> RetryAnnotations.find(method, type) != null)
                .toList();
    }
}
