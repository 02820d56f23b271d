package dev.safe4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {

    private static final int THREADS = 4;
    private static final int TIMES = 50;
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final FileLocks locks = FileLocks.create();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("number");
    }

    @AfterEach
    void nothing_is_left_in_memory() {
        assertThat(ProcessLocks.size()).isZero();
    }

    @Test
    void one_at_a_time_has_it_and_the_next_gets_it() throws IOException {
        HeldFile held = locks.acquire(file);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.file()).isEqualTo(file);
        assertThat(locks.tryAcquire(file)).isEmpty();
        assertThatThrownBy(() -> locks.within(SHORT).acquire(file))
                .isInstanceOf(FileLockTimeoutException.class)
                .hasMessageContaining("'" + file + "'")
                .hasMessageContaining("100 ms")
                .hasMessageContaining("another caller of this process");
        held.close();
        held.close();
        assertThat(held.isHeld()).isFalse();
        locks.acquire(file).close();
    }

    @Test
    void by_another_path_it_is_the_same_file() throws IOException {
        Path way = Files.createSymbolicLink(folder.resolve("way"), folder);
        try (HeldFile held = locks.acquire(file)) {
            assertThat(locks.tryAcquire(way.resolve("number"))).isEmpty();
            Path link = Files.createSymbolicLink(folder.resolve("link"), file);
            assertThat(locks.tryAcquire(link)).isEmpty();
            assertThat(held.isHeld()).isTrue();
        }
    }

    @Test
    void threads_that_change_a_file_lose_no_change() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            done.add(CompletableFuture.runAsync(() -> count(TIMES), threads));
        }
        done.forEach(CompletableFuture::join);
        threads.shutdown();
        assertThat(file).hasContent(String.valueOf(THREADS * TIMES));
    }

    private void count(int times) {
        try {
            for (int i = 0; i < times; i++) {
                FileProgram.count(file);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    @Tag("slow")
    void processes_and_threads_that_change_a_file_lose_no_change() throws Exception {
        try (OtherProcess one = OtherProcess.start(FileProgram.class, "count", file, THREADS * TIMES);
                OtherProcess two = OtherProcess.start(FileProgram.class, "count", file, THREADS * TIMES)) {
            one.awaitLine("READY");
            two.awaitLine("READY");
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                done.add(CompletableFuture.runAsync(() -> count(TIMES), threads));
            }
            done.forEach(CompletableFuture::join);
            threads.shutdown();
            assertThat(one.awaitEnd()).isZero();
            assertThat(two.awaitEnd()).isZero();
        }
        assertThat(file).hasContent(String.valueOf(3 * THREADS * TIMES));
    }

    @Test
    @Tag("slow")
    void the_lock_of_another_process_is_told_and_ends_with_it() throws Exception {
        try (OtherProcess other = OtherProcess.start(FileProgram.class, "hold", file)) {
            other.awaitLine("HELD");
            assertThatThrownBy(() -> locks.within(SHORT).acquire(file))
                    .isInstanceOf(FileLockTimeoutException.class)
                    .hasMessageContaining("process " + other.process().pid());
            assertThat(locks.tryAcquire(file)).isEmpty();
            other.process().destroyForcibly();
            locks.acquire(file).close();
        }
    }

    @Test
    @Tag("slow")
    void a_failed_try_of_this_process_takes_no_lock_of_it_away() throws Exception {
        HeldFile held = locks.acquire(file);
        assertThat(FileLocks.create().tryAcquire(file)).isEmpty();
        assertThat(FileLocks.create().within(SHORT).tryAcquire(file)).isEmpty();
        try (OtherProcess other = OtherProcess.start(FileProgram.class, "count", file, 1)) {
            other.awaitLine("READY");
            assertThat(other.process().waitFor(300, TimeUnit.MILLISECONDS))
                    .as("the other process has not waited")
                    .isFalse();
            held.close();
            assertThat(other.awaitEnd()).isZero();
        } finally {
            held.close();
        }
    }

    @Test
    void a_lock_file_that_is_deleted_is_noticed_and_the_next_makes_another() throws IOException {
        Path lockFile = folder.resolve(".number.lock");
        try (HeldFile held = locks.acquire(file)) {
            Files.delete(lockFile);
            assertThat(held.isHeld()).isFalse();
        }
        assertThatThrownBy(() -> locks.update(file, present -> {
                    Files.delete(lockFile());
                    return new byte[] {1};
                }))
                .hasMessageContaining("was deleted");
        assertThat(file).doesNotExist();
        locks.acquire(file).close();
        assertThat(lockFile).exists();
    }

    private Path lockFile() throws IOException {
        return folder.toRealPath().resolve(".number.lock");
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays() throws IOException {
        try (HeldFile held = locks.acquire(file)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> locks.acquire(file)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(held.isHeld()).isTrue();
        }
    }

    @Test
    void a_change_that_fails_or_makes_nothing_leaves_the_file() throws IOException {
        Files.writeString(file, "7");
        locks.update(file, present -> null);
        assertThatThrownBy(() -> locks.update(file, present -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(file).hasContent("7");
        assertThatThrownBy(() -> locks.within(Duration.ofMillis(-1))).hasMessageContaining("zero to 1 day");
    }
}
