package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Server;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.Cursor;

/**
 * A connection whose commands are steps. Those of a transaction are one with its EXEC; those of a pipeline are kept back until it
 * is closed, since a client may send them at once, and are one then. Used by one thread at a time.
 */
final class SpringConnection {

    /** About the connection, or about nothing that is stored. */
    private static final Set<String> NO_COMMANDS = Set.of(
            "isClosed",
            "isSubscribed",
            "getSubscription",
            "getSentinelConnection",
            "select",
            "echo",
            "ping",
            "getClientName",
            "setClientName",
            "scriptLoad",
            "scriptExists",
            "time",
            "toString",
            "getDelegate");

    private final RedisConnection raw;
    private final SpringFactory factory;
    private final List<RedisCall> queued = new ArrayList<>();
    private final Set<String> watched = new TreeSet<>();
    private @Nullable Pipeline pipeline;

    private SpringConnection(RedisConnection raw, SpringFactory factory) {
        this.raw = raw;
        this.factory = factory;
    }

    static RedisConnection wrap(RedisConnection raw, SpringFactory factory) {
        return (RedisConnection) new SpringConnection(raw, factory).proxy(raw, RedisConnection.class);
    }

    private Object proxy(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                target.getClass().getClassLoader(), Sender.interfacesOf(target, type), new Commanding(target));
    }

    /** The connection, or one of its parts such as its commands for strings. */
    private final class Commanding implements InvocationHandler {

        private final Object target;

        Commanding(Object target) {
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            return switch (method.getName()) {
                case "equals" -> SpringFactory.isSame(self, Objects.requireNonNull(args)[0]);
                case "hashCode" -> System.identityHashCode(self);
                default -> SpringConnection.this.invoke(target, method, args == null ? new Object[0] : args);
            };
        }
    }

    private @Nullable Object invoke(Object on, Method method, @Nullable Object[] args) throws Throwable {
        String name = method.getName();
        Class<?> type = method.getReturnType();
        if (NO_COMMANDS.contains(name)) {
            return Sender.call(on, method, args);
        }
        if (args.length == 0 && type.isInterface() && (name.equals("commands") || name.endsWith("Commands"))) {
            return proxy(Objects.requireNonNull(Sender.call(on, method, args)), type);
        }
        ScheduledRun run = factory.steps().mine("send " + name + " to Redis");
        return run == null ? Sender.call(on, method, args) : inRace(run, new Pipeline.Kept(on, method, args));
    }

    private @Nullable Object inRace(ScheduledRun run, Pipeline.Kept kept) throws Throwable {
        Pipeline open = pipeline;
        return switch (kept.method().getName()) {
            case "getNativeConnection", "subscribe", "pSubscribe" ->
                throw RedisSteps.refused(
                        run,
                        kept.method().getName() + " of a Redis connection",
                        "what goes through it could not be seen");
            case "isPipelined" -> open != null || raw.isPipelined();
            case "isQueueing" -> open == null ? raw.isQueueing() : open.isQueueing();
            case "openPipeline" -> {
                pipeline = open == null ? new Pipeline() : open;
                yield null;
            }
            case "closePipeline" -> open == null ? kept.call() : flush(run, open);
            case "close" -> {
                if (open != null) {
                    flush(run, open);
                }
                yield kept.call();
            }
            default -> open == null ? command(run, kept) : open.keep(kept);
        };
    }

    private List<@Nullable Object> flush(ScheduledRun run, Pipeline open) throws Throwable {
        pipeline = null;
        Object results = open.isEmpty() ? List.of() : send(run, open.call(), AtOnce.SESSION, () -> open.send(raw));
        return results instanceof List<?> list ? new ArrayList<@Nullable Object>(list) : List.of();
    }

    private @Nullable Object command(ScheduledRun run, Pipeline.Kept kept) throws Throwable {
        String name = kept.method().getName();
        switch (name) {
            case "multi" -> queued.clear();
            case "discard", "unwatch" -> {
                queued.clear();
                watched.clear();
            }
            case "exec" -> {
                return exec(run, kept);
            }
            default -> {
                RedisCall call = SpringCalls.of(kept.method(), kept.args());
                if (raw.isQueueing()) {
                    queued.add(call);
                } else if (name.equals("watch")) {
                    watched.addAll(call.reads());
                    return send(run, call, AtOnce.SESSION, kept::call);
                } else {
                    return command(run, call, kept);
                }
            }
        }
        return kept.call();
    }

    private @Nullable Object exec(ScheduledRun run, Pipeline.Kept kept) throws Throwable {
        RedisCall call = RedisCall.together("MULTI", queued, "EXEC").alsoReading(watched);
        queued.clear();
        watched.clear();
        return send(run, call, AtOnce.SESSION, kept::call);
    }

    private @Nullable Object command(ScheduledRun run, RedisCall call, Pipeline.Kept kept) throws Throwable {
        String name = SpringCalls.command(kept.method(), kept.args());
        if (!Commands.mayBlock(name)) {
            return send(run, call, AtOnce.SESSION, () -> read(kept.call()));
        }
        BlockedClients clients = factory.blocked();
        Server.Session session = clients.session(name);
        try {
            return send(run, call, session, () -> {
                clients.sending(session);
                return kept.call();
            });
        } finally {
            clients.answered(session);
        }
    }

    /** A scan is read to its end at once. */
    private static @Nullable Object read(@Nullable Object result) {
        return result instanceof Cursor<?> cursor ? ReadCursor.of(cursor) : result;
    }

    private @Nullable Object send(
            ScheduledRun run, RedisCall call, Server.Session session, Sender.Work<@Nullable Object> work)
            throws Throwable {
        return Sender.<@Nullable Object>send(run, call, this::lost, session, work);
    }

    private Exception lost(boolean sent) {
        if (raw.isQueueing()) {
            raw.discard(); // the server does so when a connection is gone
        }
        return new RedisConnectionFailureException(
                sent
                        ? "the connection to Redis was lost, and with it the reply"
                        : "the connection to Redis was lost before the command was sent");
    }
}
