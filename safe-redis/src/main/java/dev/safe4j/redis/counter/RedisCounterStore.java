package dev.safe4j.redis.counter;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Ring;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisNotWritableException;
import dev.safe4j.redis.RedisScript;
import dev.safe4j.redis.ScriptCall;
import dev.safe4j.retry.OutcomeUnknownException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Counters and quotas in Redis: one server, Sentinel, or a cluster. Thread-safe; every option returns another store over the same client,
 * which stays the caller's to close.
 *
 * <p>A counter is one hash, with a field for each slot; it stays until it is removed. A quota is one text, which Redis deletes by itself when
 * nothing counts any more, so {@link #purge} has nothing to do. All of one key is in one place of a cluster: Redis runs one script at a time, so
 * a striped counter is no faster here than a plain one.
 *
 * <p><b>Sent twice</b>: clients send a command again whose answer did not come (see {@link RedisClient}). An addition has a token, which
 * is known for 2 minutes: the second is answered as the first, and not added. Set the client so that all its tries end before that. A take
 * that is sent again may count twice, so that less is granted, and never more.
 *
 * <p><b>Round trips</b>: one for each step. Each commits on its own, whatever the caller's transaction does.
 *
 * <p><b>What Redis cannot promise</b>: a master that fails before a replica has an addition forgets it, and so does a server that restarts
 * without its log; so a sequence may give a number twice, and a quota grant more. A Redis that evicts keys ({@code maxmemory-policy} other than
 * {@code noeviction}) does that without any failure. Where that must not be, take {@code JdbcCounterStore}.
 *
 * <p>Faults: {@link OutcomeUnknownException}, whose cause is what the client threw: the step may have been done. That is so of a {@link
 * RedisNotWritableException} too, as the client may have sent the step before, to a server that failed then. A key with braces is an {@link
 * IllegalArgumentException}.
 */
public final class RedisCounterStore implements CounterStore {

    /** How every key begins, unless said otherwise. */
    public static final String DEFAULT_PREFIX = "safe4j:";

    private static final RedisScript ADD = RedisScript.named("counter-add");
    private static final RedisScript SLOTS = RedisScript.named("counter-slots");
    private static final RedisScript REMOVE = RedisScript.named("counter-remove");
    private static final RedisScript TAKE = RedisScript.named("quota-take");

    private final RedisClient client;
    private final CounterNames names;
    private final String name;

    private RedisCounterStore(RedisClient client, CounterNames names, String name) {
        this.client = Objects.requireNonNull(client, "the Redis client of a store of counters is null");
        this.names = names;
        this.name = Objects.requireNonNull(name, "the name of a store of counters is null");
    }

    /**
     * Makes a store named "redis", with the default prefix.
     *
     * @param client the way to Redis
     * @return the store
     */
    public static RedisCounterStore on(RedisClient client) {
        return new RedisCounterStore(client, new CounterNames(DEFAULT_PREFIX), "redis");
    }

    /**
     * Sets how every key begins. All who share counters use the same.
     *
     * @param prefix not blank, without braces
     * @return the store with it
     * @throws IllegalArgumentException if it is not that
     */
    public RedisCounterStore prefix(String prefix) {
        return new RedisCounterStore(client, new CounterNames(prefix), name);
    }

    /**
     * Sets the name, where an application has several stores.
     *
     * @param ofStore the same in all processes that share the store
     * @return the store with it
     */
    public RedisCounterStore named(String ofStore) {
        return new RedisCounterStore(client, names, ofStore);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Added add(Change change) {
        String token = UUID.randomUUID().toString();
        List<String> keys = List.of(names.counter(change.key()), names.known(change.key(), token));
        List<String> arguments = texts(
                change.slot(),
                change.amount(),
                change.lowest(),
                change.highest(),
                RedisClient.TOKEN_REMEMBERED.toMillis());
        List<String> reply = run(
                "adding " + change.amount() + " to counter '" + change.key() + "'",
                new ScriptCall(ADD, keys, arguments));
        return new Added(isOne(reply), Long.parseLong(reply.get(1)));
    }

    @Override
    public long sum(String key, int first, int last) {
        List<String> reply =
                run("reading counter '" + key + "'", new ScriptCall(SLOTS, List.of(names.counter(key)), List.of()));
        long sum = 0;
        for (int i = 0; i < reply.size(); i += 2) {
            int slot = Integer.parseInt(reply.get(i));
            if (first <= slot && slot <= last) {
                sum = Math.addExact(sum, Long.parseLong(reply.get(i + 1)));
            }
        }
        return sum;
    }

    @Override
    public boolean remove(String key, int first, int last) {
        ScriptCall call = new ScriptCall(REMOVE, List.of(names.counter(key)), texts(first, last));
        return isOne(run("removing counter '" + key + "'", call));
    }

    @Override
    public Window take(Take take) {
        return window("taking of quota '" + take.key() + "'", take);
    }

    @Override
    public Window look(String key, Pace pace) {
        return window("looking at quota '" + key + "'", new Take(key, pace, 0, 0));
    }

    private Window window(String what, Take take) {
        Pace pace = take.pace();
        long keep = pace.micros() * pace.slots() / 1_000 + 1;
        List<String> arguments = texts(pace.micros(), pace.slots(), take.amount(), take.limit(), keep);
        List<String> reply = run(what, new ScriptCall(TAKE, List.of(names.quota(take.key(), pace)), arguments));
        return new Window(isOne(reply), Long.parseLong(reply.get(1)), ring(reply.get(2)));
    }

    private static Ring ring(String kept) {
        List<Long> numbers = Stream.of(kept.split(" ")).map(Long::valueOf).toList();
        return new Ring(numbers.get(0), numbers.subList(1, numbers.size()));
    }

    /**
     * Does nothing: Redis deletes by itself what is over.
     *
     * @param atMost of no meaning here
     * @return 0
     */
    @Override
    public int purge(int atMost) {
        return 0;
    }

    private static List<String> texts(long... numbers) {
        return LongStream.of(numbers).mapToObj(String::valueOf).toList();
    }

    private static boolean isOne(List<String> reply) {
        return reply.get(0).equals("1");
    }

    private List<String> run(String what, ScriptCall call) {
        try {
            return client.run(call);
        } catch (RuntimeException failure) {
            throw new OutcomeUnknownException(
                    what + " in Redis failed, and may have been done: " + failure.getMessage() + ".", failure);
        }
    }

    /** Nothing is open; the client stays so. */
    @Override
    public void close() {
        // the client is the caller's
    }
}
