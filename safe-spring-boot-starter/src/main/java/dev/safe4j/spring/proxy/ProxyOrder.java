package dev.safe4j.spring.proxy;

import dev.safe4j.spring.boundary.Finding;
import dev.safe4j.spring.boundary.WrongBoundaryException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Predicate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.util.ReflectionUtils;

/** Looks at finished beans: in which order their proxies do things. Stateless. */
public final class ProxyOrder {

    private ProxyOrder() {}

    /**
     * Refuses a bean of which an annotated method would run inside a transaction that is begun outside of the annotation.
     *
     * @param bean the finished bean, proxied or not
     * @param advice the interceptor of the annotation
     * @param annotated which methods carry it
     * @param annotation its name, with what it does: "is run again by @RetryOnConflict"
     * @param consequence why that is wrong
     * @throws WrongBoundaryException if there is one
     */
    public static void requireOutsideTransaction(
            Object bean,
            Class<? extends Advice> advice,
            Predicate<Method> annotated,
            String annotation,
            String consequence) {
        TransactionAttributeSource outer = transactionAround(bean, advice);
        if (outer == null) {
            return;
        }
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        for (Method method : methods(type)) {
            if (annotated.test(method) && outer.getTransactionAttribute(method, type) != null) {
                String name = annotation.substring(annotation.indexOf('@'));
                throw new WrongBoundaryException(List.of(new Finding(
                        type.getName() + "." + method.getName() + "() " + annotation
                                + " inside the transaction that another proxy begins around it: " + consequence,
                        "Give that proxy's post-processor an order before " + name + "'s (anything but the lowest"
                                + " precedence), or leave the transaction to @Transactional.")));
            }
        }
    }

    private static @Nullable TransactionAttributeSource transactionAround(Object bean, Class<? extends Advice> inner) {
        TransactionAttributeSource outer = null;
        for (Object each = bean; each instanceof Advised advised; each = AopProxyUtils.getSingletonTarget(each)) {
            for (Advisor advisor : advised.getAdvisors()) {
                Advice advice = advisor.getAdvice();
                if (advice instanceof TransactionInterceptor transaction) {
                    outer = transaction.getTransactionAttributeSource();
                } else if (inner.isInstance(advice) && outer != null) {
                    return outer;
                }
            }
        }
        return null;
    }

    /**
     * Returns the methods of a class that a proxy could see.
     *
     * @param type the class
     * @return its methods and those that it inherits, without those of Object
     */
    public static List<Method> methods(Class<?> type) {
        return List.of(ReflectionUtils.getUniqueDeclaredMethods(
                type, method -> method.getDeclaringClass() != Object.class && !method.isSynthetic()));
    }
}
