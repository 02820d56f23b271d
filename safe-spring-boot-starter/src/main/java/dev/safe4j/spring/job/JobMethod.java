package dev.safe4j.spring.job;

import dev.safe4j.job.JobRun;
import dev.safe4j.spring.proxy.LaterResults;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** A method of a bean that is run for jobs, checked. Thread-safe. */
final class JobMethod {

    private final Method method;
    private final Class<?> type;
    private final Supplier<Object> bean;
    private final int payloadAt;
    private final int runAt;

    /**
     * Checks a method.
     *
     * @param method as its class has it
     * @param type the class of the bean, without its proxies
     * @param exposed the class of the bean, with them
     * @param bean gives it
     * @throws IllegalArgumentException if it cannot be called, or its result would come too late
     */
    JobMethod(Method method, Class<?> type, Class<?> exposed, Supplier<Object> bean) {
        this.method = method;
        this.type = type;
        this.bean = bean;
        requireCallable(exposed);
        requireResultNow();
        int payload = -1;
        int run = -1;
        for (int i = 0; i < method.getParameterCount(); i++) {
            boolean isRun = method.getParameterTypes()[i] == JobRun.class;
            if ((isRun ? run : payload) >= 0) {
                throw new IllegalArgumentException(
                        "it has one parameter for what a job is about, and one of JobRun at most.");
            }
            payload = isRun ? payload : i;
            run = isRun ? i : run;
        }
        this.payloadAt = payload;
        this.runAt = run;
    }

    private void requireCallable(Class<?> exposed) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)) {
            throw new IllegalArgumentException(
                    "it is " + (Modifier.isStatic(modifiers) ? "static" : "private")
                            + ", and is called on the bean, through its proxies: make it an instance method that is not private.");
        }
        boolean isProxied = exposed != type && type.isAssignableFrom(exposed);
        if (isProxied && Modifier.isFinal(modifiers)) {
            throw new IllegalArgumentException(
                    "it is final, and its bean has a proxy, which could not hand the call on.");
        }
        try {
            AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException hidden) {
            throw new IllegalArgumentException(String.valueOf(hidden.getMessage()), hidden);
        }
    }

    private void requireResultNow() {
        Class<?> result = method.getReturnType();
        if (LaterResults.isLater(result)) {
            throw new IllegalArgumentException("it returns a " + result.getSimpleName()
                    + ", and the job would be done before that is: wait for it inside, and return nothing.");
        }
    }

    /** @throws IllegalArgumentException if it has none, or one that is no plain class */
    Class<?> payload() {
        if (payloadAt < 0) {
            throw new IllegalArgumentException("it has no parameter for what a job is about.");
        }
        ResolvableType declared = ResolvableType.forMethodParameter(method, payloadAt, type);
        Class<?> resolved = declared.resolve();
        if (resolved == null || declared.hasGenerics()) {
            throw new IllegalArgumentException("what a job is about is a class without type parameters, and not "
                    + declared + ": make it a record.");
        }
        return ClassUtils.resolvePrimitiveIfNecessary(resolved);
    }

    /** @throws IllegalArgumentException if it has another parameter than the run */
    void requireNoPayload() {
        if (payloadAt >= 0) {
            throw new IllegalArgumentException("a schedule has no payload: it has no parameter, or one of JobRun.");
        }
    }

    void call(@Nullable Object payload, JobRun run) throws Exception {
        Object target = bean.get();
        Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
        ReflectionUtils.makeAccessible(invocable);
        @Nullable Object[] arguments = new Object[method.getParameterCount()];
        if (payloadAt >= 0) {
            arguments[payloadAt] = payload;
        }
        if (runAt >= 0) {
            arguments[runAt] = run;
        }
        try {
            invocable.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable failure = thrown.getTargetException();
            if (failure instanceof Exception exception) {
                throw exception;
            } else if (failure instanceof Error error) {
                throw error;
            }
            throw new UndeclaredThrowableException(failure);
        }
    }

    /** Returns class and name, as in messages. */
    @Override
    public String toString() {
        return type.getName() + "." + method.getName() + "()";
    }
}
