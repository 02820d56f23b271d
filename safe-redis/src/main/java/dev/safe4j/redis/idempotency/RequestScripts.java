package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.OtherRequest;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.RedisScript;
import dev.safe4j.redis.ScriptCall;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps as calls of scripts, and what their answers mean. Immutable. */
final class RequestScripts {

    private final RequestNames names;
    private final RedisScript claim = RedisScript.named("idempotency-claim");
    private final RedisScript complete = RedisScript.named("idempotency-complete");
    private final RedisScript release = RedisScript.named("idempotency-release");
    private final RedisScript abandon = RedisScript.named("idempotency-abandon");
    private final RedisScript renew = RedisScript.named("idempotency-renew");
    private final RedisScript step = RedisScript.named("idempotency-step");
    private final RedisScript steps = RedisScript.named("idempotency-steps");
    private final RedisScript look = RedisScript.named("idempotency-look");
    private final RedisScript resolve = RedisScript.named("idempotency-resolve");

    RequestScripts(RequestNames names) {
        this.names = names;
    }

    private ScriptCall call(RedisScript script, RequestId id, String... arguments) {
        return new ScriptCall(script, List.of(names.request(id)), List.of(arguments));
    }

    ScriptCall claim(Wanted wanted) {
        String fingerprint =
                wanted.fingerprint() == null ? "" : wanted.fingerprint().text();
        return call(
                claim,
                wanted.id(),
                wanted.token(),
                fingerprint,
                micros(wanted.lease()),
                wanted.takesOver() ? "1" : "0");
    }

    ScriptCall look(RequestId id) {
        return call(look, id);
    }

    static boolean isGranted(List<String> reply) {
        return reply.get(0).equals("granted");
    }

    /** Null if nobody asked. */
    static @Nullable Answer found(List<String> reply) {
        String second = reply.get(1);
        String third = reply.get(2);
        return switch (reply.get(0)) {
            case "granted" -> new Granted(Long.parseLong(second));
            case "completed" -> new Completed(AnswerText.read(third), instant(second));
            case "running" ->
                new Running(Long.parseLong(second), Duration.of(Long.parseLong(third), ChronoUnit.MICROS));
            case "lapsed" -> new Indeterminate(Long.parseLong(second), instant(third));
            case "other" -> new OtherRequest();
            default -> null;
        };
    }

    ScriptCall complete(Owner owner, StoredAnswer answer, Duration keep) {
        return call(complete, owner.id(), owner.token(), AnswerText.of(answer), millis(keep));
    }

    ScriptCall release(Owner owner) {
        return call(release, owner.id(), owner.token(), millis(RedisClient.TOKEN_REMEMBERED));
    }

    ScriptCall abandon(Owner owner) {
        return call(abandon, owner.id(), owner.token());
    }

    ScriptCall renew(List<Renewal> renewals) {
        return new ScriptCall(
                renew,
                renewals.stream().map(each -> names.request(each.owner().id())).toList(),
                renewals.stream()
                        .flatMap(each -> Stream.of(each.owner().token(), micros(each.lease())))
                        .toList());
    }

    ScriptCall record(Owner owner, String name, StoredAnswer result) {
        return call(step, owner.id(), owner.token(), name, AnswerText.of(result));
    }

    ScriptCall steps(RequestId id) {
        return call(steps, id);
    }

    static Map<String, StoredAnswer> recorded(List<String> reply) {
        return IntStream.range(0, reply.size() / 2)
                .boxed()
                .collect(Collectors.toUnmodifiableMap(
                        i -> reply.get(2 * i), i -> AnswerText.read(reply.get(2 * i + 1))));
    }

    ScriptCall resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        String text = answer == null ? "" : AnswerText.of(answer);
        return call(resolve, id, String.valueOf(attempt), text, millis(keep));
    }

    static boolean flag(String text) {
        return text.equals("1");
    }

    /** Rounded up: a lease must not end earlier than its owner thinks. */
    private static String micros(Duration length) {
        return String.valueOf(length.plusNanos(999).toNanos() / 1_000);
    }

    /** Rounded up, so that what is kept for a moment is kept at all. */
    private static String millis(Duration length) {
        return String.valueOf(length.plusNanos(999_999).toMillis());
    }

    private static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
