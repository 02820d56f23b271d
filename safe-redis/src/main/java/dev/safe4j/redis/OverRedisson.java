package dev.safe4j.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.codec.StringCodec;

/** The calls through Redisson. */
final class OverRedisson implements RedisClient {

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
        RScript.Mode mode = RScript.Mode.READ_WRITE;
        try {
            List<Object> reply =
                    scripts.evalSha(key, mode, call.script().sha(), RScript.ReturnType.LIST, keysOf(call), arguments);
            return texts(reply);
        } catch (RuntimeException failure) {
            if (!Causes.has(failure, RedisNoScriptException.class)) {
                throw failure;
            }
            List<Object> reply =
                    scripts.eval(key, mode, call.script().text(), RScript.ReturnType.LIST, keysOf(call), arguments);
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
    public List<List<String>> runAll(List<ScriptCall> calls) {
        return translated(() -> {
            try {
                return replies(batch(calls, BatchOptions.defaults()));
            } catch (RuntimeException failure) {
                if (!Causes.has(failure, RedisNoScriptException.class)) {
                    throw failure;
                }
                return calls.stream().map(this::byDigest).toList();
            }
        });
    }

    private BatchResult<?> batch(List<ScriptCall> calls, BatchOptions options) {
        RBatch batch = client.createBatch(options);
        for (ScriptCall call : calls) {
            // The answer is that of the whole batch.
            var unused = batch.getScript(StringCodec.INSTANCE)
                    .evalShaAsync(
                            call.keys().get(0),
                            RScript.Mode.READ_WRITE,
                            call.script().sha(),
                            RScript.ReturnType.LIST,
                            keysOf(call),
                            call.arguments().toArray());
        }
        return batch.execute();
    }

    private static List<List<String>> replies(BatchResult<?> result) {
        return result.getResponses().stream()
                .map(reply -> texts((List<?>) reply))
                .toList();
    }

    @Override
    public Acknowledged runAcknowledged(ScriptCall call, int replicas, Duration timeout) {
        return translated(() -> {
            BatchOptions options = BatchOptions.defaults().sync(replicas, timeout);
            BatchResult<?> result;
            try {
                result = batch(List.of(call), options);
            } catch (RuntimeException failure) {
                if (!Causes.has(failure, RedisNoScriptException.class)) {
                    throw failure;
                }
                byDigest(call);
                result = batch(List.of(call), options);
            }
            return new Acknowledged(replies(result).get(0), result.getSyncedSlaves());
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
            throw Causes.translated(failure, RedisReadonlyException.class, RedisLoadingException.class);
        }
    }
}
