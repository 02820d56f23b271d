package dev.safe4j.redis;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The calls through Lettuce, by a connection factory of Spring Data Redis. */
final class OverSpringData implements RedisClient {

    /** The server ends a WAIT by itself; its answer has to get here. */
    private static final Duration AFTER_THE_WAIT = Duration.ofSeconds(1);

    private final RedisConnectionFactory factory;

    OverSpringData(RedisConnectionFactory factory) {
        this.factory = factory;
    }

    @Override
    public boolean isCluster() {
        return on(connection -> connection instanceof RedisClusterConnection);
    }

    @Override
    public List<String> run(ScriptCall call) {
        return on(connection -> byDigest(connection, call));
    }

    private static List<String> byDigest(RedisConnection connection, ScriptCall call) {
        try {
            return texts(digest(connection, call));
        } catch (RuntimeException failure) {
            if (!Causes.has(failure, RedisNoScriptException.class)) {
                throw failure;
            }
            byte[] text = bytes(call.script().text());
            return texts(connection
                    .scriptingCommands()
                    .eval(text, ReturnType.MULTI, call.keys().size(), wire(call)));
        }
    }

    /** In a pipeline there is no answer yet. */
    private static @Nullable Object digest(RedisConnection connection, ScriptCall call) {
        return connection
                .scriptingCommands()
                .evalSha(call.script().sha(), ReturnType.MULTI, call.keys().size(), wire(call));
    }

    private static byte[][] wire(ScriptCall call) {
        return Stream.concat(call.keys().stream(), call.arguments().stream())
                .map(OverSpringData::bytes)
                .toArray(byte[][]::new);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(@Nullable Object reply) {
        return ((List<?>) Objects.requireNonNull(reply, "Redis answered a script with nothing"))
                .stream()
                        .map(each -> new String((byte[]) each, StandardCharsets.UTF_8))
                        .toList();
    }

    /** By Lettuce's own commands: of a pipeline Spring tells nothing when one answer is missing. */
    @Override
    public List<Outcome> runAll(List<ScriptCall> calls, Duration atMost) {
        return on(connection -> {
            RedisScriptingAsyncCommands<byte[], byte[]> lettuce = scripts(connection);
            Sending<List<byte[]>> sending = new Sending<>(
                    call -> lettuce.evalsha(call.script().sha(), ScriptOutputType.MULTI, keys(call), arguments(call)),
                    call -> lettuce.eval(call.script().text(), ScriptOutputType.MULTI, keys(call), arguments(call)),
                    RedisNoScriptException.class,
                    OverSpringData::texts,
                    this::told);
            Duration timeout = timeout();
            boolean isFirst = !timeout.isZero() && timeout.compareTo(atMost) < 0; // zero is for ever
            return sending.all(calls, isFirst ? timeout : atMost);
        });
    }

    @SuppressWarnings("unchecked") // Spring's connections speak in bytes
    private static RedisScriptingAsyncCommands<byte[], byte[]> scripts(RedisConnection connection) {
        if (connection.getNativeConnection() instanceof RedisScriptingAsyncCommands<?, ?> lettuce) {
            return (RedisScriptingAsyncCommands<byte[], byte[]>) lettuce;
        }
        throw new UnsupportedOperationException("several keys of a cluster need Lettuce's own connection, and this is "
                + connection.getClass().getName() + ".");
    }

    private static byte[][] keys(ScriptCall call) {
        return call.keys().stream().map(OverSpringData::bytes).toArray(byte[][]::new);
    }

    private static byte[][] arguments(ScriptCall call) {
        return call.arguments().stream().map(OverSpringData::bytes).toArray(byte[][]::new);
    }

    /** As long as the factory's connections wait for one answer. */
    private Duration timeout() {
        return factory instanceof LettuceConnectionFactory lettuce
                ? Duration.ofMillis(lettuce.getTimeout())
                : RedisURI.DEFAULT_TIMEOUT_DURATION;
    }

    @Override
    public Acknowledged runAcknowledged(ScriptCall call, int replicas, Duration timeout) {
        if (isCluster()) {
            throw new UnsupportedOperationException(
                    "Lettuce sends WAIT to a cluster on another connection than the script, so it"
                            + " would wait for nothing: use Redisson, or do without acknowledgement by replicas.");
        }
        try {
            return on(connection -> acknowledged(connection, call, replicas, timeout));
        } catch (RuntimeException failure) {
            if (!Causes.has(failure, RedisNoScriptException.class)) {
                throw failure;
            }
            run(call);
            return on(connection -> acknowledged(connection, call, replicas, timeout));
        }
    }

    private static Acknowledged acknowledged(
            RedisConnection connection, ScriptCall call, int replicas, Duration timeout) {
        connection.openPipeline(); // which has a connection of its own, so that nobody else's commands wait
        digest(connection, call);
        if (!(connection.getNativeConnection() instanceof BaseRedisAsyncCommands<?, ?> lettuce)) {
            throw new UnsupportedOperationException(
                    "acknowledgement by replicas needs Lettuce's own connection, and this is "
                            + connection.getClass().getName() + ".");
        }
        RedisFuture<Long> waiting = lettuce.waitForReplication(replicas, timeout.toMillis());
        List<String> reply = texts(connection.closePipeline().get(0));
        LettuceFutures.awaitOrCancel(waiting, timeout.plus(AFTER_THE_WAIT).toMillis(), TimeUnit.MILLISECONDS);
        return new Acknowledged(
                reply, Math.toIntExact(waiting.toCompletableFuture().join()));
    }

    @Override
    public Subscription subscribe(String channel, Consumer<String> listener) {
        RedisConnection connection = factory.getConnection();
        try {
            requireLettuce(connection);
            connection.subscribe(
                    (message, pattern) -> listener.accept(new String(message.getBody(), StandardCharsets.UTF_8)),
                    bytes(channel));
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
        return () -> end(connection);
    }

    /** Of another driver, the thread that subscribes would be its listener, and never come back. */
    private static void requireLettuce(RedisConnection connection) {
        if (!(connection.getNativeConnection() instanceof BaseRedisAsyncCommands<?, ?>)) {
            throw new UnsupportedOperationException(
                    "locks listen to Redis over Lettuce or over Redisson's own client, and this is "
                            + connection.getClass().getName() + ".");
        }
    }

    private static void end(RedisConnection connection) {
        try (connection) {
            var subscription = connection.getSubscription();
            if (subscription != null) {
                subscription.close();
            }
        }
    }

    private <T> T on(Function<RedisConnection, T> work) {
        try (RedisConnection connection = factory.getConnection()) {
            return work.apply(connection);
        } catch (RuntimeException failure) {
            throw Causes.translated(failure, RedisReadOnlyException.class, RedisLoadingException.class);
        }
    }

    /** What Spring makes of a failure that Lettuce tells itself. */
    private RuntimeException told(Throwable failure) {
        RuntimeException own = failure instanceof RuntimeException one ? one : new RedisException(failure);
        if (failure instanceof TimeoutException) {
            own = new RedisCommandTimeoutException(failure.getMessage());
        }
        RuntimeException springs = factory.translateExceptionIfPossible(own);
        return Causes.translated(
                springs == null ? own : springs, RedisReadOnlyException.class, RedisLoadingException.class);
    }
}
