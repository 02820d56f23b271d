package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Outcome.FAILED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.INTERRUPTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads are interrupted at every step; the pool of the locks has no connection for a release. */
@Tag("soak")
@Timeout(1_200)
class ThreadsAndPoolTest {

    private static final int KEYS = 3;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    void interrupts_at_every_step_leave_nothing_locked(ServerKind kind) {
        Duration longerThanTheRun = Crew.STEPS.multipliedBy(3);
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    Crew crew = Crew.of(
                            2,
                            stage.task()
                                    .of(KEYS, 6)
                                    .lease(longerThanTheRun)
                                    .beats(2, Duration.ofMillis(2))
                                    .with("interrupts", 8)
                                    .with("answer", 5_000))) { // what a busy machine answers late is no interrupt
                crew.go();
                awaitGrantsOfEachKey(crew, 50);
                crew.stop();
                Judge judge = stage.judge(crew);
                assertThat(judge.count(ACQUIRE, INTERRUPTED)).isPositive();
                for (Step.Kind step : new Step.Kind[] {ACQUIRE, Step.Kind.WRITE, Step.Kind.RELEASE}) {
                    assertThat(crew.counted("interrupted-" + step))
                            .as("interrupted in " + step)
                            .isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_lock_that_the_pool_had_no_connection_to_release_is_free_when_its_lease_ends(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    Crew crew = Crew.of(
                            2,
                            stage.task()
                                    .of(KEYS, 4)
                                    .lease(Duration.ofMillis(1_000))
                                    .beats(10, Duration.ofMillis(10))
                                    .with("connection", 1_000)
                                    .with("exhausted", 1_500))) {
                crew.go();
                Await.until(
                        Crew.STEPS,
                        "the pools are exhausted",
                        () -> crew.notes().count(step -> step.is(ACQUIRE, FAILED)) > 2);
                awaitGrantsOfEachKey(crew, 2);
                crew.stop();
                stage.judge(crew);
                assertThat(crew.counted("failed-releases"))
                        .as("releases without a connection")
                        .isPositive();
            }
        }
    }

    /** Which would not come if one of them stayed locked. */
    private static void awaitGrantsOfEachKey(Crew crew, int number) {
        for (int i = 0; i < KEYS; i++) {
            String key = "k" + i;
            crew.awaitMore(
                    number,
                    "grants of " + key,
                    step -> step.is(ACQUIRE, GRANTED) && step.key().equals(key));
        }
    }
}
