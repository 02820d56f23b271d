package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.WRITE;
import static dev.safe4j.faults.Step.Outcome.FAILED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections are cut after a request was sent and carried out, and before one arrives: one of every kind, several times. */
@Tag("slow")
@Timeout(1_200)
class LostRepliesTest {

    private static final int ROUNDS = 2;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    void nothing_is_held_twice_or_written_late_when_replies_are_lost(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    WireTap tap = WireTap.to(stage.server())) {
                Task task = stage.taskThrough(tap)
                        .of(3, 3)
                        .lease(Duration.ofMillis(700))
                        .beats(40, Duration.ofMillis(20));
                try (Crew crew = Crew.of(3, task)) {
                    crew.go();
                    loseRequestsAndReplies(stage, tap);
                    crew.awaitMore(10, "locks granted", step -> step.is(ACQUIRE, GRANTED));
                    crew.stop();
                    assertFaultsAndNoViolation(kind, stage.judge(crew), crew);
                }
            }
        }
    }

    private static void loseRequestsAndReplies(Stage stage, WireTap tap) {
        for (int round = 0; round < ROUNDS; round++) {
            for (String part : stage.requests()) {
                Predicate<String> request =
                        text -> text.toLowerCase(Locale.ROOT).contains(part);
                awaitLoss(part, tap.dropReplyOf(request));
                awaitLoss(part, tap.dropRequest(request));
            }
        }
    }

    private static void awaitLoss(String part, Future<String> loss) {
        Await.until(Crew.STEPS, "a connection is cut at a request with '" + part + "'", loss::isDone);
    }

    private static void assertFaultsAndNoViolation(ServerKind kind, Judge judge, Crew crew) {
        if (kind == ServerKind.REDIS) {
            return; // Both clients send again what had no answer: nobody was told.
        }
        assertThat(judge.count(WRITE, FAILED)).as("writes cut off").isPositive();
        assertThat(crew.counted("unknown-acquires")).as("ambiguous replies").isPositive();
        assertThat(crew.counted("unknown-renewals")).as("ambiguous replies").isPositive();
        assertThat(crew.counted("unknown-releases")).as("ambiguous replies").isPositive();
    }
}
