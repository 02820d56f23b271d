package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Outcome.INTERRUPTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many threads of three JVMs on five keys, while JVMs are paused and killed, connections cut, replies lost and threads interrupted, all
 * at random.
 */
class RandomFaultsTest {

    private static final int KEYS = 5;
    private static final Duration LEASE = Duration.ofMillis(700);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Tag("slow")
    @Timeout(180)
    void nothing_is_held_twice_or_written_late_whatever_happens(ServerKind kind) {
        run(kind, 16, Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Tag("soak")
    @Timeout(7_200)
    void nothing_is_held_twice_or_written_late_in_a_minute_of_many_threads(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            run(kind, 64, Duration.ofMinutes(1));
        }
    }

    private static void run(ServerKind kind, int threads, Duration time) {
        long seed = ThreadLocalRandom.current().nextLong();
        try (Stage stage = Stage.on(kind);
                WireTap tap = WireTap.to(stage.server())) {
            Task task = stage.taskThrough(tap)
                    .of(KEYS, threads)
                    .lease(LEASE)
                    .beats(4, Duration.ofMillis(10))
                    .with("interrupts", 100);
            try (Crew crew = Crew.of(3, task)) {
                RandomFaults faults = new RandomFaults(crew, tap, task, stage.requests(), seed);
                crew.go();
                faults.during(time);
                crew.stop();
                System.out.println("seed " + seed + ": " + faults.counts());
                assertFaultsAndNoViolation(stage, crew);
                assertThat(faults.lostReplies()).as("ambiguous replies").isPositive();
            }
        }
    }

    private static void assertFaultsAndNoViolation(Stage stage, Crew crew) {
        Judge judge = stage.judge(crew);
        assertThat(judge.takeOvers()).isNotEmpty();
        assertThat(judge.losses()).as("lost leases").isPositive();
        assertThat(judge.count(ACQUIRE, INTERRUPTED)).as("interrupted").isPositive();
    }
}
