package dev.safe4j.redis.lock;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.RedisServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** What servers answer. */
public final class Answers {

    private Answers() {}

    /** How many scripts a server has run since it started. */
    public static long scriptsRun(RedisServer server) {
        return String.valueOf(server.call("INFO", "commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
                .sum();
    }

    /** The first answer after a server was away. */
    public static <T> T await(Callable<T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        Await.until(Duration.ofSeconds(60), "the server answers", () -> {
            answer.set(question.call());
            return true;
        });
        return Objects.requireNonNull(answer.get());
    }
}
