package dev.safe4j.redis.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisScript;
import dev.safe4j.redis.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The steps of locks as calls of scripts, each for any number of locks, and what their answers mean. Immutable. */
final class LockScripts {

    /** How long the last fencing number is kept beyond the lease: see {@link RedisLockStore}. */
    static final Duration FENCE_KEPT = Duration.ofDays(1);

    /** How long somebody who was refused counts as waiting; no waiter looks less often. */
    private static final Duration MARK = Duration.ofMinutes(1);

    /** The last number that was used, where the holders may still use more of those that were reserved: all are. */
    static final long ANY_FENCE = Long.MAX_VALUE;

    private static final int ANSWER = 5;

    private final LockNames names;
    private final RedisScript acquire = RedisScript.named("lock-acquire");
    private final RedisScript renew = RedisScript.named("lock-renew");
    private final RedisScript release = RedisScript.named("lock-release");
    private final RedisScript raise = RedisScript.named("lock-raise");

    LockScripts(LockNames names) {
        this.names = names;
    }

    /** The numbers that a quorum has given out for a lock that this node has granted. */
    record Raise(String key, String token, long first, long last) {}

    ScriptCall acquire(List<Request> requests) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(millis(FENCE_KEPT)));
        for (Request each : requests) {
            keys.addAll(List.of(names.lock(each.key()), names.fence(each.key()), names.over(each.key(), each.token())));
            arguments.addAll(List.of(
                    each.token(),
                    each.owner(),
                    millis(each.length()),
                    String.valueOf(each.fences()),
                    each.waits() ? "1" : "0"));
        }
        return new ScriptCall(acquire, keys, arguments);
    }

    static List<Answer> answers(List<Request> requests, List<String> reply) {
        return IntStream.range(0, requests.size())
                .mapToObj(i -> answer(requests.get(i), reply.subList(ANSWER * i, ANSWER * i + ANSWER)))
                .toList();
    }

    private static Answer answer(Request request, List<String> reply) {
        return switch (reply.get(0)) {
            case "granted" -> new Granted(Long.parseLong(reply.get(1)), Millis.fromMicros(reply.get(2)));
            case "busy" ->
                new Busy(
                        reply.get(3),
                        Long.parseLong(reply.get(1)),
                        Millis.fromMicros(reply.get(2)),
                        Duration.ofMillis(Long.parseLong(reply.get(4))));
            default ->
                throw new IllegalStateException(
                        "lock '" + request.key()
                                + "' was asked for with a token that had been given up before: every request needs a token of its own.");
        };
    }

    ScriptCall renew(List<Lease> leases, UnaryOperator<Duration> length) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(millis(FENCE_KEPT)));
        for (Lease each : leases) {
            keys.addAll(List.of(names.lock(each.key()), names.fence(each.key())));
            arguments.addAll(List.of(each.token(), millis(length.apply(each.length()))));
        }
        return new ScriptCall(renew, keys, arguments);
    }

    ScriptCall raise(List<Raise> raises) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (Raise each : raises) {
            keys.addAll(List.of(names.lock(each.key()), names.fence(each.key())));
            arguments.addAll(List.of(each.token(), String.valueOf(each.first()), String.valueOf(each.last())));
        }
        return new ScriptCall(raise, keys, arguments);
    }

    static List<Boolean> flags(List<String> reply) {
        return reply.stream().map("1"::equals).toList();
    }

    ScriptCall release(List<Release> releases) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(
                millis(FENCE_KEPT),
                millis(RedisClient.TOKEN_REMEMBERED),
                String.valueOf(MARK.toMillis() * 1_000),
                names.channel()));
        for (Release each : releases) {
            keys.addAll(List.of(names.lock(each.key()), names.fence(each.key()), names.over(each.key(), each.token())));
            String used = each.lastFence() == ANY_FENCE ? "" : String.valueOf(each.lastFence());
            arguments.addAll(List.of(each.token(), each.key(), used, millis(each.keepFor())));
        }
        return new ScriptCall(release, keys, arguments);
    }

    static List<Released> released(List<String> reply) {
        return reply.stream().map(Released::valueOf).toList();
    }

    private static String millis(Duration length) {
        return String.valueOf(Millis.of(length));
    }
}
