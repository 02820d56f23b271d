package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.WRITE;
import static dev.safe4j.faults.Step.Outcome.FAILED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server is killed and restarted on its data while three JVMs work. */
@Tag("soak")
@Timeout(2_400)
class RestartsTest {

    private static final Duration LEASE = Duration.ofMillis(700);
    private static final int MOST_KILLS = 20;

    @ParameterizedTest
    @EnumSource
    void nothing_is_held_twice_or_written_late_over_kills_of_the_server(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.alone(kind);
                    Crew crew = Crew.of(3, stage.task().of(4, 4).lease(LEASE).beats(100, Duration.ofMillis(20)))) {
                crew.go();
                int kills = killUntilAnswersAndLocksAreLost(stage, crew);
                crew.stop();
                System.out.println(kills + " kills");
                Judge judge = stage.judge(crew);
                assertThat(judge.count(WRITE, FAILED)).as("writes cut off").isPositive();
                assertThat(judge.takeOvers()).isNotEmpty();
                assertThat(judge.losses()).as("lost leases").isPositive();
            }
        }
    }

    /** It stays down for a lease's length, so that who holds a lock for longer loses it, by the holder's own clock. */
    private static int killUntilAnswersAndLocksAreLost(Stage stage, Crew crew) {
        int kills = 0;
        while (!haveHappened(crew)) {
            assertThat(kills)
                    .as("kills without an ambiguous reply, a write cut off or a lost lock that another took over")
                    .isLessThan(MOST_KILLS);
            crew.awaitMore(10, "locks granted", step -> step.is(ACQUIRE, GRANTED));
            stage.server().kill();
            kills++;
            long end = System.nanoTime() + LEASE.toNanos();
            Await.until(Crew.STEPS, "the leases are over", () -> System.nanoTime() - end > 0);
            stage.server().restart();
            crew.awaitMore(10, "locks granted", step -> step.is(ACQUIRE, GRANTED));
        }
        return kills;
    }

    private static boolean haveHappened(Crew crew) {
        Judge judge = new Judge(crew.notes());
        return judge.count(ACQUIRE, UNKNOWN) > 0
                && judge.count(WRITE, FAILED) > 0
                && judge.losses() > 0
                && !judge.takeOvers().isEmpty();
    }
}
