package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.ScheduledRun;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBatch;

/** A batch: what is put into it is noted, and all of it is one step when it is executed. Used by one thread, as any batch. */
final class RedissonBatch implements InvocationHandler {

    private final RBatch raw;
    private final RedisSteps steps;
    private final List<RedisCall> calls = new ArrayList<>();

    private RedissonBatch(RBatch raw, RedisSteps steps) {
        this.raw = raw;
        this.steps = steps;
    }

    static RBatch wrap(RBatch raw, RedisSteps steps) {
        return (RBatch) Proxy.newProxyInstance(
                RBatch.class.getClassLoader(), new Class<?>[] {RBatch.class}, new RedissonBatch(raw, steps));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return Sender.call(raw, method, args);
        }
        ScheduledRun run = steps.mine("call RBatch." + method.getName());
        if (run == null) {
            return Sender.call(raw, method, args);
        }
        return switch (method.getName()) {
            case "execute" -> execute(run, method, args);
            case "executeAsync" ->
                throw RedisSteps.refused(run, "RBatch.executeAsync", "the actor does not wait for its end");
            case "discard", "discardAsync" -> {
                calls.clear();
                yield Sender.call(raw, method, args);
            }
            default -> noting(Sender.call(raw, method, args), method.getReturnType());
        };
    }

    private @Nullable Object execute(ScheduledRun run, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        RedisCall call = RedisCall.together("batch", calls, "end of batch");
        calls.clear();
        return Sender.<@Nullable Object>send(
                run, call, RedissonObject::lost, AtOnce.SESSION, () -> Sender.call(raw, method, args));
    }

    private @Nullable Object noting(@Nullable Object object, Class<?> type) {
        if (object == null || !type.isInterface()) {
            return object;
        }
        InvocationHandler notes = (self, method, args) -> {
            @Nullable Object[] given = args == null ? new Object[0] : args;
            if (RedissonObject.isAsync(method)) {
                String name = method.getName().replaceFirst("Async$", "");
                calls.add(RedissonCalls.of(object, type, name, given));
            }
            return Sender.call(object, method, RedissonObject.unwrapped(args));
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, notes);
    }
}
