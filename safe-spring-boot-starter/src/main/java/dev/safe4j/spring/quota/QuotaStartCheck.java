package dev.safe4j.spring.quota;

import dev.safe4j.spring.Quota;
import dev.safe4j.spring.proxy.ProxyOrder;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Looks at each bean: whether the annotations' values are valid, and, once all beans are there, whether the quotas have what they need. */
public final class QuotaStartCheck implements BeanPostProcessor, SmartInitializingSingleton {

    private final UnaryOperator<String> placeholders;
    private final Supplier<@Nullable Quotas> quotas;
    private final Map<Method, List<QuotaRule>> seen = new ConcurrentHashMap<>();

    /**
     * Makes the check.
     *
     * @param placeholders resolves <code>${…}</code>
     * @param quotas the application's; gives null if it has none
     */
    public QuotaStartCheck(UnaryOperator<String> placeholders, Supplier<@Nullable Quotas> quotas) {
        this.placeholders = placeholders;
        this.quotas = quotas;
    }

    @Override
    public @Nullable Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = ClassUtils.getUserClass(bean);
        if (AnnotationUtils.isCandidateClass(type, List.of(Quota.class, Quota.All.class))) {
            ProxyOrder.methods(type)
                    .forEach(method -> checked(method, () -> {
                        List<QuotaRule> rules = QuotaAnnotations.rules(method, type, placeholders);
                        if (!rules.isEmpty()) {
                            seen.put(method, rules);
                        }
                    }));
        }
        return bean;
    }

    @Override
    public void afterSingletonsInstantiated() {
        seen.forEach((method, rules) -> checked(method, () -> {
            Quotas available = quotas.get();
            if (available == null) {
                throw new IllegalArgumentException("there is no bean of dev.safe4j.counter.CounterStore: it needs a"
                        + " DataSource, a Redis client, or safe4j.counter.store.");
            }
            rules.forEach(each -> each.of(available));
        }));
    }

    /**
     * Tells whether a method takes of a quota, so that the application needs the store of them.
     *
     * @return true if there is one; what is taken by code alone is not known
     */
    public boolean isUsed() {
        return !seen.isEmpty();
    }

    private static void checked(Method method, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "@Quota of " + method.getDeclaringClass().getName() + "." + method.getName() + "(): "
                            + invalid.getMessage(),
                    invalid);
        }
    }
}
