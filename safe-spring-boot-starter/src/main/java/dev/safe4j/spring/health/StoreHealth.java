package dev.safe4j.spring.health;

import dev.safe4j.flight.SingleFlight;
import dev.safe4j.lease.StoreServers;
import dev.safe4j.lease.StoreServers.Servers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** How long a store is waited for: drivers may wait for a server that hangs without an end. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** After which a question is taken for lost, whether anybody asks again or not. */
    private static final Duration LOST = Duration.ofDays(1);

    /**
     * After which another question is asked instead: the first may hang on a connection that is dead, though the store is back. Twice as
     * long for each that still hangs, so that few do.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int MOST_DOUBLINGS = 10;

    private static final List<String> PACKAGES =
            List.of("org.springframework.boot.health.contributor.", "org.springframework.boot.actuate.health.");

    private final Class<?> type;
    private final Supplier<Answer> question;
    private final Duration longest;
    private final Duration patience;
    private final AtomicInteger underWay = new AtomicInteger();
    private @Nullable Asked last;

    /**
     * One question at a time, which those who do not wait any longer leave going on: each that hangs keeps a connection of the stores' own,
     * of which there are few.
     */
    private final SingleFlight<String, Answer> asking =
            SingleFlight.<String, Answer>create().within(LOST);

    /**
     * What a store says.
     *
     * @param store its name
     * @param servers those that it needs, as far as it counts them; it is down if they are too few
     */
    public record Answer(String store, @Nullable Servers servers) {}

    /** A question, which all wait for who come while it is under way. */
    private record Asked(CompletableFuture<Answer> answer, long since) {}

    /**
     * Makes the factory.
     *
     * @param question asks the store; throws if it does not answer
     * @throws NullPointerException if there are no health indicators
     */
    public StoreHealth(Supplier<Answer> question) {
        this(question, LONGEST, PATIENCE);
    }

    StoreHealth(Supplier<Answer> question, Duration longest, Duration patience) {
        this.type = Objects.requireNonNull(find("HealthIndicator"), "there is no Spring Boot with health indicators");
        this.question = question;
        this.longest = longest;
        this.patience = patience;
    }

    /**
     * Tells whether there are health indicators.
     *
     * @return false if no Spring Boot with them is on the class path
     */
    public static boolean isPossible() {
        return find("HealthIndicator") != null;
    }

    /**
     * Asks a store: for its servers if it counts them, else something that it answers.
     *
     * @param name of the store
     * @param store the store
     * @param look asks it for what is not there, and changes nothing
     * @return what it says
     */
    public static Answer ask(String name, Object store, Runnable look) {
        Servers servers = store instanceof StoreServers several ? several.servers() : null;
        if (servers == null) {
            look.run();
        }
        return new Answer(name, servers);
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
            Answer answer = answer();
            Servers servers = answer.servers();
            builder = health.getMethod(servers == null || servers.areEnough() ? "up" : "down")
                    .invoke(null);
            detail(builder, "store", answer.store());
            if (servers != null) {
                detail(builder, servers.kind(), Map.of("answering", servers.answering(), "needed", servers.needed()));
            }
        } catch (RuntimeException down) {
            builder = health.getMethod("down", Throwable.class).invoke(null, down);
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private Answer answer() {
        try {
            return asked().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the store did not answer within " + longest.toSeconds() + " s.", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the store was asked.", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException down
                    ? down
                    : new IllegalStateException(failed.getCause());
        }
    }

    private synchronized CompletableFuture<Answer> asked() {
        if (last != null && !last.answer.isDone()) {
            if (!isOver(last)) {
                return last.answer;
            }
            last.answer.completeExceptionally(
                    new IllegalStateException("the store did not answer, and is asked anew."));
        }
        last = new Asked(asking.loadAsync("store", this::ask), System.nanoTime());
        return last.answer;
    }

    private boolean isOver(Asked asked) {
        int doublings = Math.min(Math.max(underWay.get() - 1, 0), MOST_DOUBLINGS);
        return System.nanoTime() - asked.since > patience.toNanos() << doublings;
    }

    private Answer ask() {
        underWay.incrementAndGet();
        try {
            return question.get();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static void detail(Object builder, String name, Object value) throws ReflectiveOperationException {
        builder.getClass().getMethod("withDetail", String.class, Object.class).invoke(builder, name, value);
    }
}
