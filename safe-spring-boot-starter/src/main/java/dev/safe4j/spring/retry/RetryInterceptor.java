package dev.safe4j.spring.retry;

import dev.safe4j.jdbc.transaction.InsideTransactionException;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.RetryOnConflict;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.MethodClassKey;

/** Runs everything inside the proxy again by the policy. Thread-safe. */
final class RetryInterceptor implements MethodInterceptor {

    private final RetryPolicies policies;
    private final boolean hasTransactions;
    private final Map<MethodClassKey, RetryPolicy> known = new ConcurrentHashMap<>();

    RetryInterceptor(RetryPolicies policies, boolean hasTransactions) {
        this.policies = policies;
        this.hasTransactions = hasTransactions;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        Object target = invocation.getThis();
        Class<?> type = target == null ? method.getDeclaringClass() : target.getClass();
        if (hasTransactions) {
            InsideTransactionException.refuse(
                    "@RetryOnConflict " + type.getSimpleName() + "." + method.getName() + "()");
        }
        RetryPolicy policy = known.computeIfAbsent(new MethodClassKey(method, type), key -> policy(method, type));
        return policy.<@Nullable Object, Exception>run(attempt -> proceed((ProxyMethodInvocation) invocation));
    }

    private RetryPolicy policy(Method method, Class<?> type) {
        RetryOnConflict annotation = RetryAnnotations.find(method, type);
        return policies.of(Objects.requireNonNull(annotation, "the pointcut matched without an annotation"));
    }

    private static @Nullable Object proceed(ProxyMethodInvocation invocation) throws Exception {
        try {
            return invocation.invocableClone().proceed(); // an invocation can proceed once only
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }
}
