package dev.safe4j.spring.lock;

import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/** Runs everything inside the proxy while the locks are held. Thread-safe. */
final class LockInterceptor implements MethodInterceptor {

    private final Supplier<Locks> locks;
    private final UnaryOperator<String> placeholders;
    private final Map<MethodClassKey, LockedMethod> known = new ConcurrentHashMap<>();

    LockInterceptor(Supplier<Locks> locks, UnaryOperator<String> placeholders) {
        this.locks = locks;
        this.placeholders = placeholders;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "a proxy without a target cannot be locked");
        LockedMethod locked = known.computeIfAbsent(
                new MethodClassKey(invocation.getMethod(), target.getClass()),
                key -> locked(invocation.getMethod(), target.getClass()));
        Work work = new Work(invocation);
        Locks wanted = locked.applyTo(locks.get());
        try {
            List<String> keys = locked.keys(target, invocation.getArguments());
            return locked.returnsLater()
                    ? wanted.<@Nullable Object, Exception>withLocksUntilDone(keys, held -> work.runLater())
                    : wanted.<@Nullable Object, Exception>withLocks(keys, held -> work.run());
        } catch (LockTimeoutException busy) {
            if (locked.skips() && !work.begun) {
                return locked.skipped();
            }
            throw busy;
        }
    }

    private LockedMethod locked(Method method, Class<?> type) {
        Method specific = AopUtils.getMostSpecificMethod(method, type);
        return new LockedMethod(specific, LockAnnotations.find(method, type), placeholders);
    }

    /** The rest of the call, once. */
    private static final class Work {
        private final MethodInvocation invocation;
        private boolean begun;

        Work(MethodInvocation invocation) {
            this.invocation = invocation;
        }

        @Nullable
        Object run() throws Exception {
            begun = true;
            try {
                return invocation.proceed();
            } catch (Exception | Error failure) {
                throw failure;
            } catch (Throwable neither) {
                throw new UndeclaredThrowableException(neither);
            }
        }

        @SuppressWarnings("unchecked") // what it brings is nobody's concern here
        @Nullable
        CompletionStage<@Nullable Object> runLater() throws Exception {
            return (CompletionStage<@Nullable Object>) run();
        }
    }
}
