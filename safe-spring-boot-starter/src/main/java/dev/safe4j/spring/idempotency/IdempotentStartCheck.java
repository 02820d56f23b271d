package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.spring.Idempotent;
import dev.safe4j.spring.proxy.Authorization;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Looks at each finished bean: whether its claims lie outside its transaction, whether the annotations' values are valid, whether two
 * methods are one operation, whether one who may not call a method could be answered in its place, and, once all beans are there,
 * whether the results can be stored.
 */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class IdempotentStartCheck
        implements MergedBeanDefinitionPostProcessor, SmartInitializingSingleton, IdempotencyUse {

    private static final String NOT_ASKED =
            "is not asked of who repeats a request, and without a scope anybody's key is everybody's: whoever has it would be"
                    + " answered with another's result. Name the caller in scope, or put the annotation on what calls this method,"
                    + " in another bean.";

    private final UnaryOperator<String> placeholders;
    private final Supplier<@Nullable Idempotency> idempotency;
    private final boolean hasTransactions;
    private final Map<Method, IdempotentMethod> seen = new ConcurrentHashMap<>();
    private final Map<String, MethodClassKey> operations = new ConcurrentHashMap<>();

    /**
     * Makes the check.
     *
     * @param placeholders resolves <code>${…}</code>
     * @param idempotency the application's; gives null if it has none
     * @param hasTransactions whether Spring's transactions are on the class path
     */
    public IdempotentStartCheck(
            UnaryOperator<String> placeholders, Supplier<@Nullable Idempotency> idempotency, boolean hasTransactions) {
        this.placeholders = placeholders;
        this.idempotency = idempotency;
        this.hasTransactions = hasTransactions;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, Idempotent.class)) {
            ProxyOrder.methods(type).forEach(method -> checkValues(method, type));
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        if (hasTransactions) {
            ProxyOrder.requireOutsideTransaction(
                    bean,
                    IdempotentInterceptor.class,
                    method -> IdempotentAnnotations.find(method, AopUtils.getTargetClass(bean)) != null,
                    "is run once by @Idempotent",
                    "its result would be stored before that has committed.");
        }
        return bean;
    }

    private void checkValues(Method method, Class<?> type) {
        Idempotent annotation = IdempotentAnnotations.find(method, type);
        if (annotation != null) {
            checked(method, () -> {
                IdempotentMethod read = new IdempotentMethod(method, annotation, placeholders);
                seen.put(method, read);
                requireOwnOperation(read.operation(), new MethodClassKey(method, type));
                if (annotation.scope().isEmpty()) {
                    Authorization.requireNone(method, type, NOT_ASKED);
                }
            });
        }
    }

    private void requireOwnOperation(String operation, MethodClassKey method) {
        MethodClassKey other = operations.putIfAbsent(operation, method);
        if (other != null && !other.equals(method)) {
            throw new IllegalArgumentException(method + " is the operation '" + operation + "', and so is " + other
                    + ": under one key the one would be taken for done when the other is. Name it in operation.");
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        seen.forEach((method, checked) -> checked(method, () -> {
            Idempotency available = idempotency.get();
            if (available == null) {
                throw new IllegalArgumentException(
                        "there is no bean of dev.safe4j.idempotency.Idempotency: it needs a DataSource, a Redis client, or"
                                + " safe4j.idempotency.store.");
            }
            checked.begin(available);
        }));
    }

    @Override
    public boolean isUsed() {
        return !seen.isEmpty();
    }

    private static void checked(Method method, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException | IllegalStateException invalid) {
            throw new IllegalArgumentException(
                    "@Idempotent of " + method.getDeclaringClass().getName() + "." + method.getName() + "(): "
                            + invalid.getMessage(),
                    invalid);
        }
    }
}
