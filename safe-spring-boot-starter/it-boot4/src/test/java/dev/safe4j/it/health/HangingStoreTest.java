package dev.safe4j.it.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.spring.health.StoreHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that does not answer at all, whatever its driver waits for. */
@Tag("slow")
@Timeout(120)
class HangingStoreTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch free = new CountDownLatch(1);
    private final Object indicator = new StoreHealth(this::answer).getObject();

    private StoreHealth.Answer answer() {
        questions.incrementAndGet();
        boolean answered = false;
        while (!answered) {
            try {
                free.await();
                answered = true;
            } catch (InterruptedException ignored) {
                // as a driver that reads from a socket
            }
        }
        return new StoreHealth.Answer("jdbc", null);
    }

    private String health() {
        return HealthText.of(indicator);
    }

    @Test
    void is_asked_by_one_question_however_often_somebody_asks() {
        long begun = System.nanoTime();
        assertThat(health()).startsWith("DOWN").contains("did not answer within 10 s");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
        CompletableFuture<String> next = new CompletableFuture<>();
        Thread asking = new Thread(() -> next.complete(health()), "asks again");
        asking.start();
        Await.until(BOUND, "it waits", () -> asking.getState() == Thread.State.TIMED_WAITING);
        free.countDown();
        assertThat(next.orTimeout(60, TimeUnit.SECONDS).join()).startsWith("UP");
        assertThat(questions).hasValue(1);
    }
}
