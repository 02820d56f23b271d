package dev.safe4j.shop.swallowederror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.background.TaskListener;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellarWatchTest {

    private static final String TIMER = "the timer's thread";
    private static final String ANYBODY = "anybody else";
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final AtomicInteger readings = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** The wire is loose at the third reading, and only then. */
    private void read() {
        if (readings.incrementAndGet() == 3) {
            throw new IllegalStateException("the wire is loose");
        }
    }

    private final class Handler implements TaskListener {
        @Override
        public void onEnd(String name, Duration took, @Nullable Throwable failure) {
            if (failure != null) {
                told.add(name + ": " + failure.getMessage());
            }
        }
    }

    @Test
    void unsafe_is_never_run_again_and_nobody_is_told() {
        Recording recording = new Recording(TIMER, ANYBODY);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try {
            new UnsafeCellarWatch(timer, PAUSE, this::read).begin();
            Await.until(
                    Visitor.BOUND,
                    "the timer has nothing more to do",
                    () -> readings.get() >= 3 && timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
            assertThat(readings).hasValue(3);
            recording.note(TIMER, "reads the thermometer: 14 °C; and once more");
            recording.note(TIMER, "the wire is loose → IllegalStateException, kept in a future that nobody has");
            recording.note(ANYBODY, "sees no line in the log, and a timer that is there");
        } finally {
            timer.shutdownNow();
        }
        recording.assertOnPage("swallowed-error", "three readings, and never again, though the wire is in order");
    }

    @Test
    void safe_tells_of_it_and_goes_on() {
        try (BackgroundTasks background =
                BackgroundTasks.builder().listener(new Handler()).build()) {
            new SafeCellarWatch(background, PAUSE, this::read).begin();
            Await.until(Visitor.BOUND, "it was read three times more", () -> readings.get() >= 6);
        }
        assertThat(told).containsExactly("cellar: the wire is loose");
    }
}
