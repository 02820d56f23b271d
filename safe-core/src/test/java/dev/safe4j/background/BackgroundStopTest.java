package dev.safe4j.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop that comes before the thread of a task. */
@Timeout(60)
class BackgroundStopTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();

    private static String flag() {
        return Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted";
    }

    @Test
    void what_gets_its_thread_only_after_the_stop_is_interrupted_and_nothing_after_it_is() {
        BackgroundTasks tasks = BackgroundTasks.builder()
                .threads(threads::add)
                .listener(new TaskListener() {
                    @Override
                    public void onEnd(String name, Duration took, @Nullable Throwable failure) {
                        seen.add("its end: " + flag());
                    }
                })
                .build();
        tasks.run("late", () -> seen.add("the task: " + flag()));
        Thread.currentThread().interrupt(); // ends the grace
        assertThat(tasks.stop(Duration.ofSeconds(20))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        threads.remove().run();
        assertThat(seen).containsExactly("the task: interrupted", "its end: not interrupted");
        assertThat(flag()).isEqualTo("not interrupted");
    }

    @Test
    void an_interrupt_that_comes_after_the_run_reaches_nobody() {
        try (BackgroundTasks tasks = BackgroundTasks.builder().build()) {
            Running running = new Running(tasks, "short", () -> seen.add("ran"), isSuccess -> {});
            running.run();
            running.interrupt();
            assertThat(seen).containsExactly("ran");
            assertThat(flag()).isEqualTo("not interrupted");
        }
    }
}
