package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the programs of the runs have in common. */
final class Program {

    private static final Duration START = Duration.ofSeconds(60);

    private Program() {}

    /** Says a line, by one write, so that the lines of several threads stay whole. */
    static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    /** Opens what the store is needed for, which may be down just now: that is what the runs are about. */
    static <T> T opened(Callable<T> opening) {
        AtomicReference<@Nullable T> opened = new AtomicReference<>();
        Await.until(START, "the store of a worker is there", () -> {
            opened.set(opening.call());
            return true;
        });
        return Objects.requireNonNull(opened.get());
    }
}
