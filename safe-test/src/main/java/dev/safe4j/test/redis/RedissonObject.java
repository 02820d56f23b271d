package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.ScheduledRun;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisResponseTimeoutException;

/** An object of Redisson whose synchronous calls are steps, or which says why they cannot be. */
final class RedissonObject implements InvocationHandler {

    private static final String API = "org.redisson.api.R";

    private final Object raw;
    private final Class<?> type;
    private final RedisSteps steps;

    private RedissonObject(Object raw, Class<?> type, RedisSteps steps) {
        this.raw = raw;
        this.type = type;
        this.steps = steps;
    }

    /** Wraps what has calls of its own; returns anything else as it is. */
    static @Nullable Object wrap(@Nullable Object raw, Class<?> type, RedisSteps steps) {
        boolean isValue = raw == null
                || !isAnObject(type)
                || (Proxy.isProxyClass(raw.getClass()) && Proxy.getInvocationHandler(raw) instanceof RedissonObject);
        if (isValue) {
            return raw;
        }
        Object object = Objects.requireNonNull(raw);
        return Proxy.newProxyInstance(
                type.getClassLoader(), Sender.interfacesOf(object, type), new RedissonObject(object, type, steps));
    }

    /** Redisson expects its own objects as arguments. */
    static @Nullable Object @Nullable [] unwrapped(@Nullable Object @Nullable [] args) {
        if (args == null) {
            return null;
        }
        @Nullable Object[] own = args.clone();
        for (int i = 0; i < own.length; i++) {
            Object each = own[i];
            if (each != null
                    && Proxy.isProxyClass(each.getClass())
                    && Proxy.getInvocationHandler(each) instanceof RedissonObject object) {
                own[i] = object.raw;
            } else if (each instanceof Object[] several && each.getClass().isArray()) {
                Object[] copy = several.clone();
                @Nullable Object[] inside = unwrapped(several);
                System.arraycopy(Objects.requireNonNull(inside), 0, copy, 0, copy.length);
                own[i] = copy;
            }
        }
        return own;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofEveryObject(self, method, args);
        }
        String name = method.getName();
        if (RedissonCalls.sendsNothing(name)) {
            return Sender.call(raw, method, args);
        }
        ScheduledRun run = steps.mine("call " + type.getSimpleName() + "." + name);
        if (run == null || isAnObject(method.getReturnType())) {
            return wrap(Sender.call(raw, method, unwrapped(args)), method.getReturnType(), steps);
        }
        String why = RedissonCalls.refusal(type, method);
        if (why != null) {
            throw RedisSteps.refused(run, type.getSimpleName() + "." + name, why);
        }
        @Nullable Object[] given = args == null ? new Object[0] : args;
        return Sender.<@Nullable Object>send(
                run,
                RedissonCalls.of(raw, type, method.getName(), given),
                RedissonObject::lost,
                RedissonCalls.mayBlock(method) ? null : AtOnce.SESSION,
                () -> Sender.call(raw, method, unwrapped(args)));
    }

    private @Nullable Object ofEveryObject(Object self, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        boolean reads = raw instanceof Collection || raw instanceof Map;
        if (!reads || steps.mine("call " + method.getName()) == null) {
            return Sender.call(raw, method, unwrapped(args));
        }
        return switch (method.getName()) {
            case "equals" -> SpringFactory.isSame(self, Objects.requireNonNull(args)[0]);
            case "hashCode" -> System.identityHashCode(self);
            default -> type.getSimpleName() + "(" + RedissonCalls.name(raw) + ")";
        };
    }

    /** Such as the lock of a map's key: to get it sends nothing. */
    private static boolean isAnObject(Class<?> type) {
        return type.isInterface() && type.getName().startsWith(API) && !CompletionStage.class.isAssignableFrom(type);
    }

    static Exception lost(boolean sent) {
        return sent
                ? new RedisResponseTimeoutException("the connection to Redis was lost, and with it the reply")
                : new RedisConnectionException("the connection to Redis was lost before the command was sent");
    }

    static boolean isAsync(Method method) {
        return method.getName().endsWith("Async") || CompletionStage.class.isAssignableFrom(method.getReturnType());
    }
}
