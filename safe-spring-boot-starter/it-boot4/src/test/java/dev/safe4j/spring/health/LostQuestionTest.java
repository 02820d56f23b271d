package dev.safe4j.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.it.health.HealthText;
import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A question that hangs on a connection that is dead, while the store may be back. */
@Tag("slow")
@Timeout(120)
class LostQuestionTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();
    private final CountDownLatch free = new CountDownLatch(1);
    private volatile boolean isBack;
    private final Object indicator = new StoreHealth(this::answer, Duration.ofMillis(20), PATIENCE).getObject();

    @AfterEach
    void nothing_hangs_on() {
        free.countDown();
    }

    private StoreHealth.Answer answer() {
        questions.incrementAndGet();
        boolean hangs = !isBack;
        while (hangs) {
            try {
                free.await();
                hangs = false;
            } catch (InterruptedException ignored) { // as a driver that reads from a socket
                interrupts.incrementAndGet();
            }
        }
        return new StoreHealth.Answer("jdbc", null);
    }

    private String health() {
        return HealthText.of(indicator);
    }

    @Test
    void a_store_that_is_back_is_seen_though_a_question_hangs() {
        assertThat(health()).startsWith("DOWN");
        isBack = true;
        Await.until(BOUND, "it is seen", () -> health().startsWith("UP"));
        Await.until(BOUND, "the lost question was interrupted", () -> interrupts.get() == 1);
        assertThat(health()).startsWith("UP");
    }

    @Test
    void of_questions_that_hang_there_are_few_however_often_somebody_asks() {
        long begun = System.nanoTime();
        Await.until(BOUND, "a third is asked", () -> {
            assertThat(health()).startsWith("DOWN");
            return questions.get() == 3;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(PATIENCE.multipliedBy(3));
    }
}
