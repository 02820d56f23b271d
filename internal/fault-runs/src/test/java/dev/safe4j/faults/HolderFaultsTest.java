package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.WRITE;
import static dev.safe4j.faults.Step.Outcome.ACCEPTED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.LOST;
import static dev.safe4j.faults.Step.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JVM of the holder is paused past its lease and goes on, or is killed, while another waits for the lock. */
@Tag("slow")
@Timeout(1_200)
class HolderFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofMillis(800);
    /** Beyond the lease and a poll: for a machine that has other things to do. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static Crew twoOnOneKey(Stage stage) {
        return Crew.of(2, stage.task().of(1, 1).lease(LEASE).beats(1_000_000, Duration.ofMillis(20)));
    }

    /** The acquisition that writes now. */
    private static Step holder(Crew crew, long afterFence) {
        Await.until(
                SOON,
                "somebody holds the lock and writes",
                () -> crew.notes().count(step -> step.is(WRITE, ACCEPTED) && step.fence() > afterFence) > 0);
        return crew.notes()
                .those(step -> step.is(ACQUIRE, GRANTED))
                .max(Comparator.comparingLong(Step::fence))
                .orElseThrow();
    }

    private static long ofHolder(Crew crew, Step holder, Predicate<Step> step) {
        return crew.notes().count(step.and(each -> each.holder().equals(holder.holder())));
    }

    private static void awaitOf(Crew crew, Step holder, String what, Predicate<Step> step) {
        Await.until(SOON, what, () -> ofHolder(crew, holder, step) > 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    void a_paused_holder_learns_that_it_lost_and_its_late_write_is_refused(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    Crew crew = twoOnOneKey(stage)) {
                crew.go();
                holder(crew, 0);
                Step paused = crew.pauseHolder();
                holder(crew, paused.fence());
                assertThat(ofHolder(crew, paused, step -> step.is(WRITE, REFUSED)))
                        .as("the paused holder has not gone on yet")
                        .isZero();
                crew.jvmOf(paused).resume();
                awaitOf(crew, paused, "it has learned that, without being told", step -> step.outcome() == LOST);
                awaitOf(crew, paused, "its late write was refused", step -> step.is(WRITE, REFUSED));
                crew.stop();
                Judge judge = stage.judge(crew);
                assertThat(judge.takeOvers()).hasSizeGreaterThanOrEqualTo(1);
                assertThat(judge.losses()).isGreaterThanOrEqualTo(1);
                assertThat(judge.refused()).isGreaterThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_lock_of_a_killed_holder_is_taken_over_when_its_lease_ends_and_not_before(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            try (Stage stage = Stage.on(kind);
                    Crew crew = twoOnOneKey(stage)) {
                crew.go();
                Step killed = holder(crew, 0);
                crew.jvmOf(killed).kill();
                long death = System.nanoTime();
                Step next = holder(crew, killed.fence());
                crew.stop();
                Judge judge = stage.judge(crew);
                assertThat(judge.takeOvers()).extracting(Step::id).contains(next.id());
                assertThat(next.ret() - judge.heldUntil(killed))
                        .as("ns after the last moment at which the dead holder had relied on it")
                        .isPositive();
                assertThat(next.ret() - death)
                        .as("ns after its death")
                        .isLessThan(LEASE.plus(SLACK).toNanos());
            }
        }
    }
}
