package dev.safe4j.redis.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.StoreServers;
import dev.safe4j.lease.Uninterrupted;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.Outcomes;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisClient.Outcome;
import dev.safe4j.redis.RedisClient.Subscription;
import dev.safe4j.redis.Replicas;
import dev.safe4j.redis.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leases of locks in Redis: one server, Sentinel, or a cluster. Thread-safe; every option returns another store over the same client,
 * which stays the caller's to close.
 *
 * <p>A lock is a hash that ends with its lease: token, owner, since, and the fencing numbers reserved with it. All steps are scripts that
 * compare the token, so none can touch another owner's lock. Each can be sent again: a request that was granted is granted the same way
 * again; a token that was given up is known for 2 minutes ({@link RedisClient#TOKEN_REMEMBERED}), in which a release is answered as the
 * first time, and a request that arrives late is refused instead of locking for nobody.
 *
 * <p><b>Round trips</b>: one to acquire, one to release, one to renew any number; in a cluster a script for each key, all at the same time
 * ({@link RedisClient#runAll}). Whatever the caller's transaction does, each step stands on its own.
 *
 * <p><b>A master of a cluster that does not answer</b> costs no lock of another: a renewal waits for it a quarter of the lease at most, and a
 * {@link dev.safe4j.lease.PartlyRenewedException} tells what the others have renewed. Several locks that are released together are given up
 * where a master answers, and the failure is thrown: all can be released again, and what was not released is free when its lease ends.
 * Several that are acquired together are granted by all, or the failure is thrown when each master has answered or failed; any may be held
 * then, until it is given back or its lease ends.
 *
 * <p><b>Fencing numbers</b> are the highest given out before, plus one, or the server's clock in microseconds, whichever is higher. The
 * highest is kept for a day beyond the lease and then forgotten, so Redis keeps nothing for ever; a flushed or restarted Redis
 * forgets it at once. Either way the clock is above it. A number can only fall if it was forgotten <em>and</em> the server's clock is
 * set back below it, or a new master, which had not yet been sent it, has a clock that is behind.
 *
 * <p><b>What one Redis cannot promise</b>: a master that fails before a replica has the lock lets the replica give it away again. Two then
 * think they hold it, and only a resource that checks the fencing number tells them apart. {@link #acknowledgedBy} makes that less
 * likely; {@link QuorumLockStore} needs most of several independent servers to fail. A Redis that evicts keys ({@code maxmemory-policy}
 * other than {@code noeviction}) evicts locks, one that takes keys with a time to live alone ({@code volatile-…}) before all else. A
 * restart without its log loses them, and leases end early when the server's wall clock is set forward.
 *
 * <p>Faults: what the client throws, {@link dev.safe4j.redis.RedisNotWritableException} for a replica or a server that is loading. How long
 * an answer is waited for is set in the client, see {@link RedisClient}.
 */
public final class RedisLockStore implements LockStore, ReleaseSignal, StoreServers {

    /** How every key begins, unless said otherwise. */
    public static final String DEFAULT_PREFIX = "safe4j:lock:";

    private final RedisClient client;
    private final LockNames names;
    private final String name;
    private final LockScripts scripts;
    private final @Nullable Replicas replicas;
    private final Set<Subscription> listening = ConcurrentHashMap.newKeySet();

    private RedisLockStore(RedisClient client, LockNames names, String name, @Nullable Replicas replicas) {
        this.client = Objects.requireNonNull(client, "the Redis client of a lock store is null");
        this.names = names;
        this.name = name;
        this.scripts = new LockScripts(names);
        this.replicas = replicas;
    }

    /**
     * Makes a store named "redis", with the default prefix.
     *
     * @param client the way to Redis
     * @return the store
     */
    public static RedisLockStore on(RedisClient client) {
        return new RedisLockStore(client, new LockNames(DEFAULT_PREFIX), "redis", null);
    }

    /**
     * Sets how every key begins. All who share locks use the same.
     *
     * @param prefix not blank, without braces
     * @return the store with it
     * @throws IllegalArgumentException if it is not that
     */
    public RedisLockStore prefix(String prefix) {
        return new RedisLockStore(client, new LockNames(prefix), name, replicas);
    }

    /**
     * Sets the name, where an application has several stores.
     *
     * @param ofStore the same in all processes that share the store
     * @return the store with it
     */
    public RedisLockStore named(String ofStore) {
        return new RedisLockStore(client, names, Objects.requireNonNull(ofStore, "the name is null"), replicas);
    }

    /**
     * Has a lock count as acquired only when replicas have it. Costs the time that they need, and for several locks of a cluster a
     * round trip each. It narrows the window in which a failing master loses a lock, and does not close it: Redis may still make another
     * replica the master, and a replica may lose what it has not yet written to disk.
     *
     * @param number how many, 1 to 10
     * @param timeout how long they are waited for, 1 ms to 10 s; well below the shortest lease
     * @return the store with it, whose acquisitions fail with a {@link dev.safe4j.redis.NotReplicatedException} if too few have it in time
     * @throws IllegalArgumentException if either is out of bounds
     */
    public RedisLockStore acknowledgedBy(int number, Duration timeout) {
        return new RedisLockStore(client, names, name, new Replicas(number, timeout));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        requests.forEach(each -> LockNames.checked(each.key()));
        Replicas wanted = replicas;
        List<ScriptCall> calls = calls(requests, scripts::acquire);
        List<Outcome> outcomes = wanted == null
                ? run(calls)
                : calls.stream()
                        .map(each -> new Outcome(acknowledged(each, wanted, requests), null))
                        .toList();
        return LockScripts.answers(requests, Outcomes.replies(outcomes));
    }

    private List<String> acknowledged(ScriptCall call, Replicas wanted, List<Request> requests) {
        List<String> keys = requests.stream().map(Request::key).toList();
        return wanted.run(
                client,
                call,
                reply -> reply.contains("granted"),
                new Replicas.TooFew(
                        "locks " + keys + " were granted", "they were given back", () -> giveBack(requests)));
    }

    private void giveBack(List<Request> requests) {
        release(requests.stream()
                .map(each -> new Release(each.key(), each.token(), 0, Duration.ZERO))
                .toList());
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return renewFor(leases, UnaryOperator.identity());
    }

    /** Renews for another length than the holder counts with. */
    List<Boolean> renewFor(List<Lease> leases, UnaryOperator<Duration> length) {
        if (leases.isEmpty()) {
            return List.of();
        }
        if (!client.isCluster()) {
            return LockScripts.flags(client.run(scripts.renew(leases, length)));
        }
        List<ScriptCall> calls = leases.stream()
                .map(each -> scripts.renew(List.of(each), length))
                .toList();
        return Outcomes.renewed(client, calls, leases.stream().map(Lease::length));
    }

    /** Records what a quorum has given out, as far as the locks are still their owners'. */
    List<Boolean> raise(List<LockScripts.Raise> raises) {
        return LockScripts.flags(Outcomes.replies(run(calls(raises, scripts::raise))));
    }

    /** {@inheritDoc} They are the replicas, where {@link #acknowledgedBy} asks for some. */
    @Override
    public @Nullable Servers servers() {
        return replicas == null ? null : replicas.answering(client, question());
    }

    /** Asks the server for nothing. */
    boolean isThere() {
        return client.run(question()).size() == 1;
    }

    private ScriptCall question() {
        Lease nobodys = new Lease("safe4j.health", "nobody", 0, Lease.SHORTEST, System.nanoTime());
        return scripts.renew(List.of(nobodys), UnaryOperator.identity());
    }

    /** An interrupt does not keep it from Redis; the flag stays. */
    @Override
    public List<Released> release(List<Release> releases) {
        return Uninterrupted.call(() -> LockScripts.released(Outcomes.replies(run(calls(releases, scripts::release)))));
    }

    /** One script for all where the keys may be of any slot; else one for each. */
    private <T> List<ScriptCall> calls(List<T> steps, Function<List<T>, ScriptCall> script) {
        if (steps.isEmpty()) {
            return List.of();
        }
        return steps.size() == 1 || !client.isCluster()
                ? List.of(script.apply(steps))
                : steps.stream().map(each -> script.apply(List.of(each))).toList();
    }

    private List<Outcome> run(List<ScriptCall> calls) {
        return calls.size() > 1
                ? client.runAll(calls, RedisClient.TOKEN_REMEMBERED)
                : calls.stream()
                        .map(each -> new Outcome(client.run(each), null))
                        .toList();
    }

    /**
     * Begins to listen to the releases of all locks of this prefix.
     *
     * @param released is told the name of each lock that was released while somebody waited for it; must not block
     * @return to be closed to end it; {@link #close} ends it too
     */
    @Override
    public Listening listen(Consumer<String> released) {
        Subscription subscription = client.subscribe(names.channel(), released);
        listening.add(subscription);
        return () -> {
            if (listening.remove(subscription)) {
                subscription.close();
            }
        };
    }

    /** Stops listening; the client stays open. */
    @Override
    public void close() {
        for (Subscription each : new ArrayList<>(listening)) {
            listening.remove(each);
            each.close();
        }
    }
}
