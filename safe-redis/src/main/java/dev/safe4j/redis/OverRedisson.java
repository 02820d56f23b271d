package dev.safe4j.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.codec.StringCodec;

/** The calls through Redisson. */
final class OverRedisson implements RedisClient {

    private static final RScript.Mode MODE = RScript.Mode.READ_WRITE;

    private final RedissonClient client;

    OverRedisson(RedissonClient client) {
        this.client = client;
    }

    @Override
    public boolean isCluster() {
        return client.getConfig().isClusterConfig();
    }

    @Override
    public List<String> run(ScriptCall call) {
        return translated(() -> byDigest(call));
    }

    private List<String> byDigest(ScriptCall call) {
        RScript scripts = client.getScript(StringCodec.INSTANCE);
        String key = call.keys().get(0);
        Object[] arguments = call.arguments().toArray();
        try {
            List<Object> reply =
                    scripts.evalSha(key, MODE, call.script().sha(), RScript.ReturnType.LIST, keysOf(call), arguments);
            return texts(reply);
        } catch (RuntimeException failure) {
            if (!Causes.has(failure, RedisNoScriptException.class)) {
                throw failure;
            }
            List<Object> reply =
                    scripts.eval(key, MODE, call.script().text(), RScript.ReturnType.LIST, keysOf(call), arguments);
            return texts(reply);
        }
    }

    private static List<Object> keysOf(ScriptCall call) {
        return List.copyOf(call.keys());
    }

    private static List<String> texts(List<?> reply) {
        return reply.stream().map(String::valueOf).toList();
    }

    @Override
    public List<Outcome> runAll(List<ScriptCall> calls, Duration atMost) {
        RScriptAsync scripts = client.getScript(StringCodec.INSTANCE);
        Sending<List<Object>> sending = new Sending<>(
                call -> sendDigest(scripts, call),
                call -> sendText(scripts, call),
                RedisNoScriptException.class,
                OverRedisson::texts,
                OverRedisson::told);
        return sending.all(calls, atMost);
    }

    private static RFuture<List<Object>> sendDigest(RScriptAsync scripts, ScriptCall call) {
        String sha = call.script().sha();
        Object[] arguments = call.arguments().toArray();
        return scripts.evalShaAsync(call.keys().get(0), MODE, sha, RScript.ReturnType.LIST, keysOf(call), arguments);
    }

    private static RFuture<List<Object>> sendText(RScriptAsync scripts, ScriptCall call) {
        String text = call.script().text();
        Object[] arguments = call.arguments().toArray();
        return scripts.evalAsync(call.keys().get(0), MODE, text, RScript.ReturnType.LIST, keysOf(call), arguments);
    }

    private BatchResult<?> acknowledged(ScriptCall call, BatchOptions options) {
        RBatch batch = client.createBatch(options);
        // The answer is that of the whole batch.
        var unused = sendDigest(batch.getScript(StringCodec.INSTANCE), call);
        return batch.execute();
    }

    @Override
    public Acknowledged runAcknowledged(ScriptCall call, int replicas, Duration timeout) {
        return translated(() -> {
            BatchOptions options = BatchOptions.defaults().sync(replicas, timeout);
            BatchResult<?> result;
            try {
                result = acknowledged(call, options);
            } catch (RuntimeException failure) {
                if (!Causes.has(failure, RedisNoScriptException.class)) {
                    throw failure;
                }
                byDigest(call);
                result = acknowledged(call, options);
            }
            return new Acknowledged(texts((List<?>) result.getResponses().get(0)), result.getSyncedSlaves());
        });
    }

    @Override
    public Subscription subscribe(String channel, Consumer<String> listener) {
        RTopic topic = client.getTopic(channel, StringCodec.INSTANCE);
        int id = topic.addListener(String.class, (from, message) -> listener.accept(message));
        return () -> topic.removeListener(id);
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw told(failure);
        }
    }

    private static RuntimeException told(Throwable failure) {
        RuntimeException own = failure instanceof RuntimeException one ? one : new RedisException(failure);
        if (failure instanceof TimeoutException) {
            own = new RedisTimeoutException(failure.getMessage());
        }
        return Causes.translated(own, RedisReadonlyException.class, RedisLoadingException.class);
    }
}
