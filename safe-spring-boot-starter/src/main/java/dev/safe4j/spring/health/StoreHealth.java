package dev.safe4j.spring.health;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes a health indicator that asks a store whether it answers. The indicator is of the generation of Spring Boot that is there: the
 * interface has another name in 4 than in 3, and the same methods. Thread-safe.
 */
public final class StoreHealth implements FactoryBean<Object> {

    private static final List<String> PACKAGES =
            List.of("org.springframework.boot.health.contributor.", "org.springframework.boot.actuate.health.");

    private final Class<?> type;
    private final Supplier<String> question;

    /**
     * Makes the factory.
     *
     * @param question asks the store, and returns its name; throws if it does not answer
     * @throws NullPointerException if there are no health indicators
     */
    public StoreHealth(Supplier<String> question) {
        this.type = Objects.requireNonNull(find("HealthIndicator"), "there is no Spring Boot with health indicators");
        this.question = question;
    }

    /**
     * Tells whether there are health indicators.
     *
     * @return false if no Spring Boot with them is on the class path
     */
    public static boolean isPossible() {
        return find("HealthIndicator") != null;
    }

    private static @Nullable Class<?> find(String name) {
        ClassLoader loader = StoreHealth.class.getClassLoader();
        return PACKAGES.stream()
                .map(each -> each + name)
                .filter(each -> ClassUtils.isPresent(each, loader))
                .map(each -> ClassUtils.resolveClassName(each, loader))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Class<?> getObjectType() {
        return type;
    }

    @Override
    public Object getObject() {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::invoke);
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (ReflectionUtils.isEqualsMethod(method)) {
            return arguments != null && proxy == arguments[0];
        } else if (ReflectionUtils.isObjectMethod(method)) {
            return method.invoke(this, arguments);
        } else if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return health();
    }

    private Object health() throws ReflectiveOperationException {
        Class<?> health = Objects.requireNonNull(find("Health"), "an indicator has a health");
        Object builder;
        try {
            String store = question.get();
            builder = health.getMethod("up").invoke(null);
            builder.getClass()
                    .getMethod("withDetail", String.class, Object.class)
                    .invoke(builder, "store", store);
        } catch (RuntimeException down) {
            builder = health.getMethod("down", Throwable.class).invoke(null, down);
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }
}
