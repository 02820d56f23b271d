package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.RELEASE;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wall clock of one JVM is an hour ahead, of another one an hour behind; their monotonic clocks are left alone. */
@Tag("soak")
@Timeout(1_200)
class MovedClocksTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static Optional<Path> faketime() {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 3, (file, about) -> file.endsWith("libfaketimeMT.so.1"))) {
            return files.findAny();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, String> moved(Path faketime, String by) {
        return Map.of(
                "LD_PRELOAD",
                faketime.toString(),
                "FAKETIME",
                by,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // else every timed wait of a JVM, which is by the monotonic clock, is over at once
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    void clocks_that_are_an_hour_off_change_nothing(ServerKind kind) {
        Optional<Path> faketime = faketime();
        assumeTrue(faketime.isPresent(), "libfaketime is not installed (a package of Debian): no clock was moved");
        List<Map<String, String>> clocks =
                List.of(moved(faketime.get(), "+1h"), moved(faketime.get(), "-1h"), Map.of());
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    Crew crew = Crew.of(
                            clocks,
                            stage.task().of(1, 2).lease(Duration.ofMillis(700)).beats(20, Duration.ofMillis(10)))) {
                assertClocks(crew);
                crew.go();
                for (int worker = 0; worker < clocks.size(); worker++) {
                    String name = "w" + worker + "/";
                    crew.awaitMore(
                            2,
                            "grants of " + name,
                            step -> step.is(ACQUIRE, GRANTED) && step.client().startsWith(name));
                }
                Step paused = crew.pauseHolder();
                crew.awaitMore(3, "locks granted", step -> step.is(ACQUIRE, GRANTED));
                crew.jvmOf(paused).resume();
                crew.awaitOf(paused, "the paused holder is told", step -> step.is(RELEASE, LOST));
                crew.stop();
                assertThat(stage.judge(crew).takeOvers()).isNotEmpty();
            }
        }
    }

    private static void assertClocks(Crew crew) {
        long[] moved = {HOUR, -HOUR, 0};
        for (int i = 0; i < moved.length; i++) {
            int number = i;
            crew.jvm(i).tell("clock");
            Await.until(
                    Crew.STEPS,
                    "it says its clock",
                    () -> crew.sayings("CLOCK ").size() > number);
            long clock = Long.parseLong(crew.sayings("CLOCK ").get(i).substring("CLOCK ".length()));
            assertThat(clock - System.currentTimeMillis())
                    .as("clock of worker " + i)
                    .isCloseTo(moved[i], within(60_000L));
        }
    }
}
