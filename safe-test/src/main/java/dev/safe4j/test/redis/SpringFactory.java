package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.ScheduledRun;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A connection factory whose connections stop before each command while a race is run. */
final class SpringFactory implements InvocationHandler {

    private final RedisConnectionFactory target;
    private final RedisSteps steps;
    private final SpringPort port;
    private volatile @Nullable BlockedClients blocked;

    private SpringFactory(RedisConnectionFactory target, RedisSteps steps) {
        this.target = target;
        this.steps = steps;
        this.port = new SpringPort(target);
    }

    static RedisConnectionFactory wrap(RedisConnectionFactory factory, RedisSteps steps) {
        if (Proxy.isProxyClass(factory.getClass()) && Proxy.getInvocationHandler(factory) instanceof SpringFactory) {
            return factory;
        }
        SpringFactory handler = new SpringFactory(factory, steps);
        steps.add(handler.port);
        return (RedisConnectionFactory) Proxy.newProxyInstance(
                factory.getClass().getClassLoader(),
                Sender.interfacesOf(factory, RedisConnectionFactory.class),
                handler);
    }

    RedisSteps steps() {
        return steps;
    }

    /** Asked for when a command first blocks, since it costs a question to the server. */
    BlockedClients blocked() {
        BlockedClients known = blocked;
        if (known == null) {
            known = new BlockedClients(target, "Redis " + port.server().getOrDefault("redis_version", ""));
            blocked = known;
        }
        return known;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> isSame(self, Objects.requireNonNull(args)[0]);
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "stepped " + target;
            case "getConnection", "getClusterConnection" -> {
                ScheduledRun run = steps.mine("get a connection to Redis");
                Object raw = Sender.call(target, method, args);
                yield run != null && raw instanceof RedisConnection connection
                        ? SpringConnection.wrap(connection, this)
                        : raw;
            }
            case "getReactiveConnection", "getReactiveClusterConnection" -> {
                ScheduledRun run = steps.mine("get a reactive connection to Redis");
                if (run != null) {
                    throw RedisSteps.refused(
                            run, "a reactive connection", "its commands are sent by other threads than the actor's");
                }
                yield Sender.call(target, method, args);
            }
            default -> Sender.call(target, method, args);
        };
    }

    @SuppressWarnings("ReferenceEquality") // a proxy's equals would call itself
    static boolean isSame(Object self, @Nullable Object other) {
        return self == other;
    }
}
