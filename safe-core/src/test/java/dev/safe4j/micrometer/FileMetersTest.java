package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.file.FileListener;
import dev.safe4j.file.FileLockTimeoutException;
import dev.safe4j.file.FileLocks;
import dev.safe4j.file.HeldFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of locks of files is measured. */
class FileMetersTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final FileListener broken = new FileListener() {
        @Override
        public void onAttempt(Path file, Outcome outcome, Duration waited) {
            throw new IllegalStateException("a listener's own fault");
        }
    };

    private final FileListener misfit = new FileListener() {
        @Override
        public void onAttempt(Path file, Outcome outcome, Duration waited) {
            throw new NoSuchMethodError("of another version");
        }
    };

    private final FileLocks locks = FileLocks.create()
            .listener(broken)
            .listener(misfit)
            .within(SHORT)
            .listener(new FileMeters(registry, "prices"));

    @TempDir
    private Path folder;

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        registry.get("safe4j.file.lock")
                .tags("name", "prices")
                .timers()
                .forEach(each -> counts.put(String.valueOf(each.getId().getTag("outcome")), each.count()));
        return counts;
    }

    @Test
    void attempts_are_timed_by_their_outcome_and_no_path_becomes_a_tag() throws IOException {
        Path file = folder.resolve("prices.csv");
        locks.update(file, present -> new byte[] {1});
        try (HeldFile held = locks.acquire(file)) {
            assertThat(held.isHeld()).isTrue();
            assertThat(locks.tryAcquire(file)).isEmpty();
            assertThatThrownBy(() -> locks.acquire(file)).isInstanceOf(FileLockTimeoutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> locks.acquire(file)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThatThrownBy(() -> locks.acquire(folder.resolve("nowhere").resolve("a")))
                .isInstanceOf(IOException.class);
        assertThat(counts())
                .isEqualTo(Map.of("acquired", 2L, "busy", 1L, "timed_out", 1L, "interrupted", 1L, "failed", 1L));
        assertThat(registry.get("safe4j.file.lock")
                        .tags("outcome", "timed_out")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(50);
    }
}
