package dev.safe4j.redis;

import dev.safe4j.redis.RedisClient.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * How a client sends scripts without waiting for each. Immutable.
 *
 * @param <R> what it answers with
 * @param byDigest sends the digest of a script
 * @param byText sends its text
 * @param noScript says that the server does not know the digest
 * @param texts reads an answer
 * @param told what a failure is to the caller: of the client, a {@link TimeoutException} or an {@link InterruptedException}
 */
record Sending<R>(
        Function<ScriptCall, CompletionStage<R>> byDigest,
        Function<ScriptCall, CompletionStage<R>> byText,
        Class<? extends Throwable> noScript,
        Function<R, List<String>> texts,
        Function<Throwable, RuntimeException> told) {

    /** Sends all, then waits for all, so that none waits for the failure of another; what has no answer by then is not sent any more. */
    List<Outcome> all(List<ScriptCall> calls, Duration atMost) {
        Queue<CompletionStage<R>> underWay = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<R>> answers =
                calls.stream().map(each -> send(each, underWay)).toList();
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException some) {
            // each of them tells its own
        } catch (TimeoutException late) {
            var missing = new TimeoutException("no answer within " + atMost.toMillis() + " ms");
            answers.forEach(each -> each.completeExceptionally(missing)); // those that have none
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw told.apply(ended);
        } finally {
            underWay.forEach(each -> each.toCompletableFuture().cancel(false));
        }
        return answers.stream().map(this::outcome).toList();
    }

    private CompletableFuture<R> send(ScriptCall call, Queue<CompletionStage<R>> underWay) {
        return begun(byDigest, call, underWay)
                .exceptionallyCompose(failure -> Causes.has(failure, noScript)
                        ? begun(byText, call, underWay)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<R> begun(
            Function<ScriptCall, CompletionStage<R>> way, ScriptCall call, Queue<CompletionStage<R>> underWay) {
        try {
            CompletionStage<R> stage = way.apply(call);
            underWay.add(stage);
            return stage.toCompletableFuture();
        } catch (RuntimeException unsent) { // the others are under way
            return CompletableFuture.failedFuture(unsent);
        }
    }

    private Outcome outcome(CompletableFuture<R> answer) {
        try {
            return new Outcome(texts.apply(answer.join()), null);
        } catch (RuntimeException failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return new Outcome(null, told.apply(cause == null ? failure : cause));
        }
    }
}
