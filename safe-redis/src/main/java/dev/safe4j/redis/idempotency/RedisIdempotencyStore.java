package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.lease.PartlyRenewedException;
import dev.safe4j.lease.StoreServers;
import dev.safe4j.redis.NotReplicatedException;
import dev.safe4j.redis.Outcomes;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.redis.Replicas;
import dev.safe4j.redis.ScriptCall;
import dev.safe4j.retry.OutcomeUnknownException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers in Redis: one server, Sentinel, or a cluster. Thread-safe; every option returns another store over the same
 * client, which stays the caller's to close.
 *
 * <p>A request is one hash: token, attempt, fingerprint, end of the lease, the steps, and then the answer. A claim has no time to live:
 * when its lease is over it stays, to be taken over or resolved. An answer has one, from its completion on, after which Redis deletes the
 * hash by itself; so {@link #purge} has nothing to do. A token that was released is known for 2 minutes
 * ({@link RedisClient#TOKEN_REMEMBERED}), in which a release is answered as the first time, and a claim that arrives late is not granted
 * to nobody.
 *
 * <p><b>Round trips</b>: one for each step; one to renew any number, in a cluster a script for each at the same time, where a master that
 * does not answer keeps none of another from being renewed ({@link PartlyRenewedException}). Whatever the caller's transaction does, each
 * step stands on its own. Answers and results of steps are kept in Base64, a third longer than they are.
 *
 * <p><b>What Redis cannot promise</b>: a master that fails before a replica has a claim or an answer forgets it, and so does a server that
 * restarts without its log; the next who asks is granted the request as its first attempt, and it runs again. A Redis that evicts keys
 * ({@code maxmemory-policy} other than {@code noeviction}) does that without any failure. Where that must not be, take {@code
 * JdbcIdempotencyStore}; {@link #acknowledgedBy} makes it less likely.
 *
 * <p>Faults: {@link RedisNotWritableException} for a replica or a server that is loading. Else {@link
 * OutcomeUnknownException}, whose cause is what the client threw: the step may have been done, and can be sent again. How long an answer
 * is waited for is set in the client, see {@link RedisClient}.
 */
public final class RedisIdempotencyStore implements IdempotencyStore, StoreServers {

    /** How every key begins, unless said otherwise. */
    public static final String DEFAULT_PREFIX = "safe4j:idempotency:";

    private final RedisClient client;
    private final RequestNames names;
    private final String name;
    private final RequestScripts scripts;
    private final @Nullable Replicas replicas;

    private RedisIdempotencyStore(RedisClient client, RequestNames names, String name, @Nullable Replicas replicas) {
        this.client = Objects.requireNonNull(client, "the Redis client of a store of requests is null");
        this.names = names;
        this.name = name;
        this.scripts = new RequestScripts(names);
        this.replicas = replicas;
    }

    /**
     * Makes a store named "redis", with the default prefix.
     *
     * @param client the way to Redis
     * @return the store
     */
    public static RedisIdempotencyStore on(RedisClient client) {
        return new RedisIdempotencyStore(client, new RequestNames(DEFAULT_PREFIX), "redis", null);
    }

    /**
     * Sets how every key begins. All who share requests use the same.
     *
     * @param prefix not blank, without braces
     * @return the store with it
     * @throws IllegalArgumentException if it is not that
     */
    public RedisIdempotencyStore prefix(String prefix) {
        return new RedisIdempotencyStore(client, new RequestNames(prefix), name, replicas);
    }

    /**
     * Sets the name, where an application has several stores.
     *
     * @param ofStore the same in all processes that share the store
     * @return the store with it
     */
    public RedisIdempotencyStore named(String ofStore) {
        return new RedisIdempotencyStore(client, names, Objects.requireNonNull(ofStore, "the name is null"), replicas);
    }

    /**
     * Has a claim count as granted, and an answer and a step as recorded, only when replicas have it. Costs the time that they need. Best
     * effort all the same: it narrows the window in which a failing master forgets a request, and does not close it, since Redis may
     * make another replica the master, and a replica may lose what it has not yet written to disk.
     *
     * @param number how many, 1 to 10
     * @param timeout how long they are waited for, 1 ms to 10 s; well below the shortest lease
     * @return the store with it. If too few have a claim in time it is given back, and {@link #claim} fails with a {@link
     *     NotReplicatedException}: nothing is run. If too few have an answer or a step, it is recorded on the master alone, and that is an
     *     {@link OutcomeUnknownException}
     * @throws IllegalArgumentException if either is out of bounds
     */
    public RedisIdempotencyStore acknowledgedBy(int number, Duration timeout) {
        return new RedisIdempotencyStore(client, names, name, new Replicas(number, timeout));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Answer claim(Wanted wanted) {
        var tooFew = new Replicas.TooFew(
                wanted.id() + " was claimed", "it is given back and not run", () -> giveBack(wanted));
        List<String> reply =
                written("claiming " + wanted.id(), scripts.claim(wanted), RequestScripts::isGranted, tooFew);
        return Objects.requireNonNull(RequestScripts.found(reply), "a claim finds something");
    }

    /** Nothing was run under it: a first claim is forgotten, of a later one the attempts before stay known. */
    private void giveBack(Wanted wanted) {
        if (look(wanted.id()) instanceof Running running) {
            Owner owner = new Owner(wanted.id(), wanted.token(), running.attempt());
            boolean isFirst = running.attempt() == 1;
            if (!(isFirst ? release(owner) : abandon(owner))) {
                throw new IllegalStateException(wanted.id() + " is somebody else's by now.");
            }
        }
    }

    @Override
    public boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        return isWritten("completing " + owner.id(), scripts.complete(owner, answer, keep));
    }

    @Override
    public boolean release(Owner owner) {
        return isDone("releasing " + owner.id(), scripts.release(owner));
    }

    @Override
    public boolean abandon(Owner owner) {
        return isDone("giving up " + owner.id(), scripts.abandon(owner));
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) {
        if (renewals.isEmpty()) {
            return List.of();
        }
        return sent("renewing " + renewals.size() + " claims", () -> renewed(renewals));
    }

    /** One script for all where the keys may be of any slot; else one for each. */
    private List<Boolean> renewed(List<Renewal> renewals) {
        if (!client.isCluster()) {
            return client.run(scripts.renew(renewals)).stream()
                    .map(RequestScripts::flag)
                    .toList();
        }
        List<ScriptCall> calls =
                renewals.stream().map(each -> scripts.renew(List.of(each))).toList();
        return Outcomes.renewed(client, calls, renewals.stream().map(Renewal::lease));
    }

    @Override
    public boolean record(Owner owner, String step, StoredAnswer result) {
        return isWritten("recording step '" + step + "' of " + owner.id(), scripts.record(owner, step, result));
    }

    @Override
    public Map<String, StoredAnswer> steps(RequestId id) {
        return RequestScripts.recorded(run("reading the steps of " + id, scripts.steps(id)));
    }

    @Override
    public @Nullable Answer look(RequestId id) {
        return RequestScripts.found(run("looking at " + id, scripts.look(id)));
    }

    /** {@inheritDoc} They are the replicas, where {@link #acknowledgedBy} asks for some. */
    @Override
    public @Nullable Servers servers() {
        RequestId nobodys = new RequestId("", "safe4j.health", "health");
        return replicas == null ? null : replicas.answering(client, scripts.look(nobodys));
    }

    @Override
    public boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        return isDone("resolving " + id, scripts.resolve(id, attempt, answer, keep));
    }

    /**
     * Does nothing: Redis deletes by itself what has expired.
     *
     * @param atMost of no meaning here
     * @return 0
     */
    @Override
    public int purge(int atMost) {
        return 0;
    }

    private boolean isDone(String what, ScriptCall call) {
        return RequestScripts.flag(run(what, call).get(0));
    }

    private boolean isWritten(String what, ScriptCall call) {
        var tooFew = new Replicas.TooFew(what + " was done by the master", "a failover may undo it", () -> {});
        try {
            return RequestScripts.flag(written(what, call, reply -> RequestScripts.flag(reply.get(0)), tooFew)
                    .get(0));
        } catch (NotReplicatedException tooFewHaveIt) {
            throw new OutcomeUnknownException(String.valueOf(tooFewHaveIt.getMessage()), tooFewHaveIt);
        }
    }

    private List<String> written(String what, ScriptCall call, Predicate<List<String>> counts, Replicas.TooFew tooFew) {
        Replicas wanted = replicas;
        return wanted == null ? run(what, call) : sent(what, () -> wanted.run(client, call, counts, tooFew));
    }

    private List<String> run(String what, ScriptCall call) {
        return sent(what, () -> client.run(call));
    }

    /** What a client throws does not say whether the script ran; each can be sent again. */
    private static <T> T sent(String what, Supplier<T> step) {
        try {
            return step.get();
        } catch (RedisNotWritableException
                | NotReplicatedException
                | PartlyRenewedException
                | UnsupportedOperationException known) {
            throw known;
        } catch (RuntimeException failure) {
            throw new OutcomeUnknownException(
                    what + " in Redis failed, and may have been done: " + failure.getMessage()
                            + ". It can be sent again with the same token.",
                    failure);
        }
    }

    /** Nothing is open; the client stays so. */
    @Override
    public void close() {
        // the client is the caller's
    }
}
