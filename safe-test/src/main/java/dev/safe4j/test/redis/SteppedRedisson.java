package dev.safe4j.test.redis;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;

/** A client of Redisson whose objects take each call as a step while a race is run. */
final class SteppedRedisson implements InvocationHandler {

    private final RedissonClient target;
    private final RedisSteps steps;

    private SteppedRedisson(RedissonClient target, RedisSteps steps) {
        this.target = target;
        this.steps = steps;
    }

    static RedissonClient wrap(RedissonClient client, RedisSteps steps) {
        if (Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof SteppedRedisson) {
            return client;
        }
        steps.add(new RedissonPort(client));
        return (RedissonClient) Proxy.newProxyInstance(
                client.getClass().getClassLoader(),
                Sender.interfacesOf(client, RedissonClient.class),
                new SteppedRedisson(client, steps));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> SpringFactory.isSame(self, Objects.requireNonNull(args)[0]);
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "stepped " + target;
            default -> {
                Object result = Sender.call(target, method, RedissonObject.unwrapped(args));
                yield result instanceof RBatch batch
                        ? RedissonBatch.wrap(batch, steps)
                        : RedissonObject.wrap(result, method.getReturnType(), steps);
            }
        };
    }
}
