package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherJvmTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    /** More than a reader takes at once, less than a pipe holds. */
    private static final int LINES = 400;

    private static final String REST = "x".repeat(100);

    @TempDir
    private Path folder;

    /** Says all its lines, leaves a file, and stays. */
    static final class Speaker {
        public static void main(String[] arguments) throws Exception {
            IntStream.range(0, LINES).forEach(i -> System.out.println(i + " " + REST));
            System.out.flush();
            Files.createFile(Path.of(arguments[0]));
            new CountDownLatch(1).await();
        }
    }

    @Test
    void what_a_jvm_had_said_when_it_was_killed_is_handed_on_though_nobody_had_read_it_yet() throws Exception {
        Path said = folder.resolve("said");
        List<String> lines = new CopyOnWriteArrayList<>();
        CountDownLatch listens = new CountDownLatch(1);
        try (OtherJvm jvm = OtherJvm.start(Speaker.class, List.of(said.toString()), Map.of(), line -> {
            awaited(listens);
            lines.add(line);
        })) {
            Await.until(BOUND, "the JVM has said its lines", () -> Files.exists(said));
            CompletableFuture<Void> killing = CompletableFuture.runAsync(jvm::kill);
            Await.until(BOUND, "the JVM is dead", () -> !jvm.isAlive());
            listens.countDown();
            killing.join();
            assertThat(lines)
                    .containsExactlyElementsOf(IntStream.range(0, LINES)
                            .mapToObj(i -> i + " " + REST)
                            .toList());
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
