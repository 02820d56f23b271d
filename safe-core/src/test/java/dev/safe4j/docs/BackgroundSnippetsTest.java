package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.background.Callbacks;
import dev.safe4j.background.Repeat;
import dev.safe4j.background.RepeatingTask;
import dev.safe4j.idempotency.AtOnce;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The code blocks of docs/guide/background.md, compiled and run. DocumentationTest holds the two together. */
class BackgroundSnippetsTest {

    private final AtomicInteger warmed = new AtomicInteger();
    private final Client client = (question, onAnswer, onFailure) -> onAnswer.accept("3");

    private interface Client {
        void ask(String question, Consumer<String> onAnswer, Consumer<Throwable> onFailure);
    }

    private void warmCache() {
        warmed.incrementAndGet();
    }

    private void sweepHolds() {}

    private void loadRates() {}

    @Test
    void tasks() {
        try (BackgroundTasks background = BackgroundTasks.builder().build()) {
            background.run("warm-cache", () -> warmCache());
            RepeatingTask sweep = background.every(Duration.ofSeconds(5), "sweep-holds", () -> sweepHolds());
            background.repeat(
                    Repeat.every(Duration.ofMinutes(1))
                            .backingOffTo(Duration.ofMinutes(10))
                            .stoppingAfter(20),
                    "rates",
                    () -> loadRates());
            AtOnce.until(() -> warmed.get() == 1);
            sweep.cancel();
        }
    }

    @Test
    void a_call_back() {
        CompletableFuture<String> answer = Callbacks.within(
                Duration.ofSeconds(2), done -> client.ask("price?", done::complete, done::completeExceptionally));
        assertThat(answer.join()).isEqualTo("3");
    }
}
