package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.WRITE;
import static dev.safe4j.faults.Step.Outcome.FAILED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server is killed and restarted while three JVMs work. */
@Tag("slow")
@Timeout(2_400)
class RestartsTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int KILLS = 2;
    private static final int MOST_KILLS = 6;

    @ParameterizedTest
    @EnumSource(names = {"H2", "REDIS"})
    void nothing_is_held_twice_or_written_late_over_kills_of_the_server(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.alone(kind);
                    Crew crew = Crew.of(
                            3,
                            stage.task().of(4, 4).lease(Duration.ofMillis(700)).beats(6, Duration.ofMillis(15)))) {
                crew.go();
                int kills = 0;
                while (kills < KILLS || (ambiguous(crew) == 0 && kills < MOST_KILLS)) {
                    awaitGrants(crew, System.nanoTime(), 30);
                    stage.server().kill();
                    kills++;
                    awaitLoss(crew, System.nanoTime());
                    stage.server().restart();
                }
                awaitGrants(crew, System.nanoTime(), 30);
                crew.stop();
                Judge judge = stage.judge(crew);
                assertThat(ambiguous(crew)).as("ambiguous replies").isPositive();
                assertThat(judge.count(WRITE, FAILED)).as("writes cut off").isPositive();
                assertThat(judge.takeOvers()).isNotEmpty();
                assertThat(judge.losses()).as("lost leases").isPositive();
            }
        }
    }

    /** What was sent and had no answer before a kill; the counts of the stores come at the end. */
    private static long ambiguous(Crew crew) {
        return crew.notes().count(step -> step.is(ACQUIRE, FAILED) || step.is(WRITE, FAILED));
    }

    /** It is down until somebody has lost a lock by it, by the holder's own clock. */
    private static void awaitLoss(Crew crew, long since) {
        Await.until(
                SOON,
                "a lease ends",
                () -> crew.notes().count(step -> step.outcome() == LOST && step.ret() > since) > 0);
    }

    private static void awaitGrants(Crew crew, long since, int number) {
        Await.until(
                SOON,
                number + " locks are granted",
                () -> crew.notes().count(step -> step.is(ACQUIRE, GRANTED) && step.ret() > since) >= number);
    }
}
