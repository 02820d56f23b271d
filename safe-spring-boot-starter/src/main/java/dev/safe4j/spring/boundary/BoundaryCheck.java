package dev.safe4j.spring.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Looks at each bean as it is made: whether the methods that carry a {@link Boundary} can be intercepted. Each class is
 * looked at once. Thread-safe.
 */
// MergedBeanDefinitionPostProcessor only for its place: those are asked last, when the bean has all of its proxies.
public final class BoundaryCheck implements MergedBeanDefinitionPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(BoundaryCheck.class);

    private final Boundary boundary;
    private final Predicate<Class<?>> checked;
    private final Supplier<Mode> mode;
    private final boolean classProxies;
    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

    /** What a finding leads to. */
    public enum Mode {
        /** The service does not start. */
        FAIL,
        /** A warning. */
        WARN,
        /** Nothing. */
        OFF
    }

    /**
     * Makes the check.
     *
     * @param boundary which annotation it looks for
     * @param checked which classes it looks at
     * @param mode what a finding leads to; asked only when there is one
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public BoundaryCheck(Boundary boundary, Predicate<Class<?>> checked, Supplier<Mode> mode, boolean classProxies) {
        this.boundary = boundary;
        this.checked = checked;
        this.mode = mode;
        this.classProxies = classProxies;
    }

    @Override
    public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {}

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (checked.test(type) && seen.add(type) && Interception.isAnnotated(type, boundary)) {
            List<Finding> findings = new ArrayList<>(Interception.impossible(type, boundary, classProxies));
            findings.addAll(Bypasses.in(type, boundary));
            conclude(findings);
        }
        return bean;
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        if (AopUtils.isJdkDynamicProxy(bean) && bean instanceof Advised advised) {
            Class<?> type = AopUtils.getTargetClass(bean);
            if (checked.test(type) && Interception.isAnnotated(type, boundary)) {
                conclude(Interception.hiddenBy(advised.getProxiedInterfaces(), type, boundary));
            }
        }
        return bean;
    }

    private void conclude(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        WrongBoundaryException wrong = new WrongBoundaryException(findings);
        switch (mode.get()) {
            case FAIL -> throw wrong;
            case WARN -> LOG.warn("wrong-boundary: {}", wrong.getMessage());
            case OFF -> LOG.debug("wrong-boundary, not checked: {}", wrong.getMessage());
        }
    }
}
