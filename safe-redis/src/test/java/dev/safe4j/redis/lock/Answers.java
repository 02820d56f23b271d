package dev.safe4j.redis.lock;

import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Waits until a server answers again. */
final class Answers {

    private Answers() {}

    static <T> T await(Callable<T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        Await.until(Duration.ofSeconds(30), "the server answers", () -> {
            answer.set(question.call());
            return true;
        });
        return Objects.requireNonNull(answer.get());
    }
}
