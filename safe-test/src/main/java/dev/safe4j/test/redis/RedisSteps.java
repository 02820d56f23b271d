package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The clients of Redis that a search holds on to. Each command, script, transaction or pipeline of a wrapped client is one step.
 * While no race is run, a wrapped client does what it always does, at the cost of a volatile read and a reflective call.
 *
 * <p>Its methods have different names on purpose: who has only one of the clients on the class path can still compile and
 * run against it. Thread-safe.
 */
public final class RedisSteps {

    private final Stage stage;
    private final List<RedisPort> ports = new CopyOnWriteArrayList<>();

    /**
     * To be reached through {@code RaceProbe.redis()}.
     *
     * @param stage where races are run
     */
    public RedisSteps(Stage stage) {
        this.stage = stage;
    }

    /**
     * Wraps a connection factory of Spring Data Redis. Commands between MULTI and EXEC are one step with EXEC, a pipeline is one
     * step when it is closed (the server may run others' commands between its own, which is not searched), a scan is read to its
     * end in one step. Blocking commands are known to wait by the server's own list of clients. In an actor of a race,
     * subscriptions, reactive connections and native connections fail: their commands could not be seen. Redis in cluster mode
     * works but for {@code restoringRedis}.
     *
     * <p>An actor that loses its connection sees a {@code RedisConnectionFailureException}. That Lettuce may send a
     * command again by itself after it has connected anew is not searched.
     *
     * @param factory the factory
     * @return the factory for the code under test: a proxy of all its interfaces
     */
    public RedisConnectionFactory springData(RedisConnectionFactory factory) {
        return SpringFactory.wrap(Objects.requireNonNull(factory, "factory"), this);
    }

    /**
     * Wraps a client of Redisson. Its synchronous objects are proxies, whose calls are one command or one script each: RBucket,
     * RBuckets, RAtomicLong, RAtomicDouble, RMap, RMapCache, RSet, RSetCache, RList, RQueue, RDeque, RBlockingQueue,
     * RBlockingDeque, RScoredSortedSet, RLexSortedSet, RBitSet, RHyperLogLog, RGeo, RStream, the multimaps, RKeys, RScript, RFunction;
     * an RBatch is one step when it is executed. Calls that wait for an element are taken for waiting when they have no answer
     * for 60 ms, and marked.
     *
     * <p>In an actor of a race fails, with the reason, whatever a schedule cannot order: objects that are more than
     * one command a call, or rest on messages, timers and threads of the client (locks, semaphores, latches, topics, rate limiters,
     * id generators, local caches, transactions, executors, remote services, sorted sets of Java objects and priority queues);
     * calls that read page by page (iterators, streams, views of maps), that compute in Java, listeners; methods that end in
     * {@code Async}, and reactive and Rx clients, whose calls no actor makes.
     *
     * <p>An actor that loses its connection sees a {@code RedisConnectionException} if the call was not sent, else a
     * {@code RedisResponseTimeoutException}. That Redisson may send a command again by itself is not searched.
     *
     * @param client the client
     * @return the client for the code under test
     */
    public RedissonClient redisson(RedissonClient client) {
        return SteppedRedisson.wrap(Objects.requireNonNull(client, "client"), this);
    }

    /**
     * Does something that Redis does at once, as a step if a race is run: for code that has a client of its own.
     *
     * @param <T> its result
     * @param call what it is
     * @param work does it
     * @return its result
     * @throws Exception what the work threw; an {@link UncheckedIOException} if the race has the connection lost
     * @throws IllegalStateException if a race is run and the calling thread is none of its actors
     */
    public <T extends @Nullable Object> T step(RedisCall call, Callable<T> work) throws Exception {
        return step(
                call,
                work,
                () -> new UncheckedIOException(
                        new IOException("the connection to Redis was lost, and with it the reply")));
    }

    /**
     * Does something that Redis does at once, as a step if a race is run: for code that has a client of its own.
     *
     * @param <T> its result
     * @param call what it is
     * @param work does it
     * @param lost what the client throws when its connection is lost
     * @return its result
     * @throws Exception what the work threw, or what the client throws when its connection is lost
     * @throws IllegalStateException if a race is run and the calling thread is none of its actors
     */
    public <T extends @Nullable Object> T step(RedisCall call, Callable<T> work, Supplier<? extends Exception> lost)
            throws Exception {
        ScheduledRun run = mine(call.text());
        if (run == null) {
            return work.call();
        }
        try {
            return Sender.<T>send(run, call, Sender.losing(lost), AtOnce.SESSION, work::call);
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("neither an exception nor an error", impossible);
        }
    }

    /**
     * Returns what deletes, on the servers of all wrapped clients, the keys that begin with a prefix. Keys are looked up with SCAN and
     * deleted with UNLINK; nothing else is touched.
     *
     * @param keyPrefix not empty: all keys of a server are never deleted
     * @return to be run while no race is on
     * @throws IllegalArgumentException if the prefix is blank
     * @throws IllegalStateException if no client was wrapped
     */
    public Runnable deleting(String keyPrefix) {
        if (keyPrefix.isBlank()) {
            throw new IllegalArgumentException("the prefix of the keys to delete must not be blank, is '" + keyPrefix
                    + "': that would be all keys of the server");
        }
        if (ports.isEmpty()) {
            throw new IllegalStateException(
                    "no Redis client is known: wrap it first, probe.redis().springData(factory) or .redisson(client)");
        }
        return () -> ports.forEach(port -> port.delete(keyPrefix));
    }

    /** {@return the server as a person would say it, such as "Redis 7.0.15"; "" if no client was wrapped} */
    public String name() {
        if (ports.isEmpty()) {
            return "";
        }
        Map<String, String> server = ports.get(0).server();
        return product(server) + " " + version(server);
    }

    /** {@return the server as it stands in a token, such as {@code redis-7}; "none" if no client was wrapped} */
    public String kind() {
        if (ports.isEmpty()) {
            return "none";
        }
        Map<String, String> server = ports.get(0).server();
        return product(server).toLowerCase(Locale.ROOT) + "-" + version(server).split("\\.", 2)[0];
    }

    private static String product(Map<String, String> server) {
        return "valkey".equals(server.get("server_name")) ? "Valkey" : "Redis";
    }

    private static String version(Map<String, String> server) {
        String other = server.get("valkey_version");
        return other == null ? server.getOrDefault("redis_version", "0") : other;
    }

    /** The run in which the calling thread is an actor; null if none is on. */
    @Nullable
    ScheduledRun mine(String what) {
        return stage.mine(what);
    }

    void add(RedisPort port) {
        ports.add(port);
    }

    /** What the actor is told; the run is told as well, since the actor may take it for any failure and go on. */
    static IllegalStateException refused(ScheduledRun run, String what, String why) {
        String message = what + " cannot take part in a race: " + why;
        run.refused(message);
        return new IllegalStateException(message);
    }
}
