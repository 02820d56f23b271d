package dev.safe4j.test.redis;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/** Commands that are kept back until their pipeline is closed. */
final class Pipeline {

    private final List<Kept> kept = new ArrayList<>();
    private boolean queueing;

    /** A call on a connection, or on a part of it. */
    static final class Kept {

        private final Object on;
        private final Method method;
        private final @Nullable Object[] args;

        Kept(Object on, Method method, @Nullable Object[] args) {
            this.on = on;
            this.method = method;
            this.args = args;
        }

        Method method() {
            return method;
        }

        @Nullable
        Object[] args() {
            return args;
        }

        @Nullable
        Object call() throws Throwable {
            return Sender.call(on, method, args);
        }
    }

    boolean isQueueing() {
        return queueing;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Returns what a client returns for a command in a pipeline. */
    @Nullable
    Object keep(Kept call) {
        String name = call.method().getName();
        queueing = name.equals("multi") || (queueing && !name.equals("exec") && !name.equals("discard"));
        kept.add(call);
        return null;
    }

    RedisCall call() {
        List<RedisCall> calls = kept.stream()
                .filter(each -> each.args().length > 0)
                .map(each -> SpringCalls.of(each.method(), each.args()))
                .toList();
        return RedisCall.together("pipeline", calls, "end of pipeline");
    }

    List<@Nullable Object> send(RedisConnection raw) throws Throwable {
        raw.openPipeline();
        try {
            for (Kept each : kept) {
                each.call();
            }
        } catch (Throwable failure) {
            raw.closePipeline();
            throw failure;
        }
        return new ArrayList<>(raw.closePipeline());
    }
}
