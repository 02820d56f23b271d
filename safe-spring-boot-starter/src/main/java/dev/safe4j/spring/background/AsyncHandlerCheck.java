package dev.safe4j.spring.background;

import dev.safe4j.spring.boundary.BoundaryCheck.Mode;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;

/**
 * Looks for {@code @Async} methods that return nothing, in an application that has no handler for what they throw. Each class is looked at
 * once; those of beans that are made after the start are told as they come. Thread-safe.
 */
public final class AsyncHandlerCheck implements BeanPostProcessor, SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncHandlerCheck.class);

    private final Predicate<Class<?>> checked;
    private final BooleanSupplier isUnhandled;
    private final Supplier<Mode> mode;
    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> found = new TreeSet<>();
    private boolean hasStarted;

    /**
     * Makes the check.
     *
     * @param checked which classes it looks at
     * @param isUnhandled whether {@code @Async} works, and has no handler; asked only when there is a method
     * @param mode what a finding leads to; asked only when there is one
     */
    public AsyncHandlerCheck(Predicate<Class<?>> checked, BooleanSupplier isUnhandled, Supplier<Mode> mode) {
        this.checked = checked;
        this.isUnhandled = isUnhandled;
        this.mode = mode;
    }

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, Async.class) && checked.test(type) && seen.add(type)) {
            List<String> methods = ProxyOrder.methods(type).stream()
                    .filter(method -> isVoid(method, type))
                    .map(method -> method.getDeclaringClass().getName() + "." + method.getName() + "()")
                    .toList();
            if (add(methods)) {
                conclude(methods);
            }
        }
        return bean;
    }

    private static boolean isVoid(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        return method.getReturnType() == void.class
                && !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && (AnnotatedElementUtils.hasAnnotation(method, Async.class)
                        || AnnotatedElementUtils.hasAnnotation(type, Async.class));
    }

    /** Whether it is too late for the conclusion at the start. */
    private synchronized boolean add(List<String> methods) {
        found.addAll(methods);
        return hasStarted;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> all;
        synchronized (this) {
            hasStarted = true;
            all = new ArrayList<>(found);
        }
        conclude(all);
    }

    private void conclude(List<String> methods) {
        if (methods.isEmpty() || !isUnhandled.getAsBoolean()) {
            return;
        }
        AsyncHandlerMissingException missing = new AsyncHandlerMissingException(methods);
        switch (mode.get()) {
            case FAIL -> throw missing;
            case WARN ->
                LOG.warn(
                        "{} Make a bean of AsyncConfigurer with a handler, or use BackgroundTasks; if the log is enough, set"
                                + " safe4j.async.handler-check=off.",
                        missing.getMessage());
            case OFF -> LOG.debug("Not checked: {}", missing.getMessage());
        }
    }
}
