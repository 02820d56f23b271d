package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Idempotency;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/** Runs everything inside the proxy once under its key. Thread-safe. */
final class IdempotentInterceptor implements MethodInterceptor {

    private final Supplier<Idempotency> idempotency;
    private final UnaryOperator<String> placeholders;
    private final Map<MethodClassKey, IdempotentMethod> known = new ConcurrentHashMap<>();

    IdempotentInterceptor(Supplier<Idempotency> idempotency, UnaryOperator<String> placeholders) {
        this.idempotency = idempotency;
        this.placeholders = placeholders;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "a proxy without a target has no method to run");
        IdempotentMethod method = known.computeIfAbsent(
                new MethodClassKey(invocation.getMethod(), target.getClass()),
                key -> method(invocation.getMethod(), target.getClass()));
        return method.of(idempotency.get(), target, invocation.getArguments())
                .<Exception>run(attempt -> proceed(method, (ProxyMethodInvocation) invocation, attempt));
    }

    private IdempotentMethod method(Method method, Class<?> type) {
        return new IdempotentMethod(
                AopUtils.getMostSpecificMethod(method, type),
                Objects.requireNonNull(
                        IdempotentAnnotations.find(method, type), "the pointcut matched without an annotation"),
                placeholders);
    }

    /** Of a clone: an invocation can proceed once only, and a transaction may have to be run again. */
    private static @Nullable Object proceed(
            IdempotentMethod method, ProxyMethodInvocation invocation, ClaimedAttempt attempt) throws Exception {
        try {
            return invocation
                    .invocableClone(method.withAttempt(invocation.getArguments(), attempt))
                    .proceed();
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }
}
