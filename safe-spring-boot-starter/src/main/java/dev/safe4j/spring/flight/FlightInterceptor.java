package dev.safe4j.spring.flight;

import dev.safe4j.flight.SingleFlight;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/** Has calls with one key share one run of everything inside the proxy. Thread-safe. */
final class FlightInterceptor implements MethodInterceptor {

    private final Supplier<SingleFlight<SharedCall, @Nullable Object>> flights;
    private final UnaryOperator<String> placeholders;
    private final BooleanSupplier insideTransaction;
    private final Map<MethodClassKey, FlightMethod> known = new ConcurrentHashMap<>();

    /** What is thrown by the method and is no concern of the flight's: it is thrown on as it is. */
    private static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Thrown(Exception cause) {
            super(null, cause, false, false);
        }
    }

    FlightInterceptor(
            Supplier<SingleFlight<SharedCall, @Nullable Object>> flights,
            UnaryOperator<String> placeholders,
            BooleanSupplier insideTransaction) {
        this.flights = flights;
        this.placeholders = placeholders;
        this.insideTransaction = insideTransaction;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "a proxy without a target has no method to run");
        FlightMethod method = known.computeIfAbsent(
                new MethodClassKey(invocation.getMethod(), target.getClass()),
                key -> method(invocation.getMethod(), target.getClass()));
        if (!method.isDetached() && insideTransaction.getAsBoolean()) {
            throw new IllegalStateException("@SingleFlight " + method
                    + " was called inside a transaction: its run is on another thread, sees nothing of what that has not"
                    + " committed, and would wait for what it has locked. Call it outside, or say detached = true.");
        }
        SharedCall call = new SharedCall(target, method, method.key(target, invocation.getArguments()));
        try {
            return method.applyTo(flights.get()).load(call, () -> proceed(invocation));
        } catch (Thrown thrown) {
            throw Objects.requireNonNull(thrown.getCause(), "it was made with one");
        }
    }

    private FlightMethod method(Method method, Class<?> type) {
        return new FlightMethod(
                AopUtils.getMostSpecificMethod(method, type),
                Objects.requireNonNull(
                        FlightAnnotations.find(method, type), "the pointcut matched without an annotation"),
                placeholders);
    }

    /** The caller waits meanwhile or has given up, so that this is the only thread that uses the invocation. */
    private static @Nullable Object proceed(MethodInvocation invocation) {
        try {
            return invocation.proceed();
        } catch (Exception failure) {
            throw new Thrown(failure);
        } catch (Error error) {
            throw error;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }
}
