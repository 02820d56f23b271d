package dev.safe4j.spring.lock;

import dev.safe4j.spring.Locked;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Looks at each finished bean: whether its locks lie outside its transaction, and whether the annotations' values are valid. */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class LockStartCheck implements MergedBeanDefinitionPostProcessor {

    private final UnaryOperator<String> placeholders;
    private final BooleanSupplier hasLocks;
    private final boolean hasTransactions;
    private volatile boolean isUsed;

    /**
     * Makes the check.
     *
     * @param placeholders resolves <code>${…}</code>
     * @param hasLocks whether the application has locks
     * @param hasTransactions whether Spring's transactions are on the class path
     */
    public LockStartCheck(UnaryOperator<String> placeholders, BooleanSupplier hasLocks, boolean hasTransactions) {
        this.placeholders = placeholders;
        this.hasLocks = hasLocks;
        this.hasTransactions = hasTransactions;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, List.of(Locked.class, Locked.All.class))) {
            ProxyOrder.methods(type).forEach(method -> checkValues(method, type));
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        if (hasTransactions) {
            ProxyOrder.requireOutsideTransaction(
                    bean,
                    LockInterceptor.class,
                    method -> !LockAnnotations.find(method, AopUtils.getTargetClass(bean))
                            .isEmpty(),
                    "is locked by @Locked",
                    "what it reads may be older than the lock.");
        }
        return bean;
    }

    /**
     * Tells whether a method is locked, so that the application needs the store of locks.
     *
     * @return true if there is one; what is locked by code alone is not known
     */
    public boolean isUsed() {
        return isUsed;
    }

    private void checkValues(Method method, Class<?> type) {
        List<Locked> annotations = LockAnnotations.find(method, type);
        try {
            if (!annotations.isEmpty()) {
                new LockedMethod(method, annotations, placeholders);
                isUsed = true;
                requireLocks();
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "@Locked of " + type.getName() + "." + method.getName() + "(): " + invalid.getMessage(), invalid);
        }
    }

    private void requireLocks() {
        if (!hasLocks.getAsBoolean()) {
            throw new IllegalArgumentException(
                    "there is no bean of dev.safe4j.lock.Locks: it needs a DataSource, a Redis client,"
                            + " or safe4j.lock.store.");
        }
    }
}
