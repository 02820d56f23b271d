package dev.safe4j.faults;

import static dev.safe4j.faults.Step.Kind.ACQUIRE;
import static dev.safe4j.faults.Step.Kind.RELEASE;
import static dev.safe4j.faults.Step.Outcome.FAILED;
import static dev.safe4j.faults.Step.Outcome.GRANTED;
import static dev.safe4j.faults.Step.Outcome.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks on three independent servers, of which one is killed, then a second one, which comes back. */
@Tag("soak")
@Timeout(1_200)
class QuorumFaultsTest {

    private static final Duration LEASE = Duration.ofMillis(900);

    @Test
    void one_dead_server_of_three_changes_nothing_and_two_leave_no_lock() {
        for (int i = 0; i < Callers.repetitions(); i++) {
            List<RedisServer> nodes = Stream.generate(() -> LocalServers.startRedis(Profile.DURABLE))
                    .limit(3)
                    .toList();
            try (TestRedis resource = LocalServers.redis(Profile.DURABLE).newTestRedis()) {
                nodes.forEach(LocalServer::assertDurable);
                run(nodes, resource);
            } finally {
                nodes.forEach(LocalServer::close);
            }
        }
    }

    private static void run(List<RedisServer> nodes, TestRedis resource) {
        List<String> uris = nodes.stream().map(RedisServer::uri).toList();
        Task task = Task.onQuorum(uris, resource.uri(), resource.prefix());
        try (Crew crew = Crew.of(3, task.of(4, 3).lease(LEASE).beats(10, Duration.ofMillis(10)))) {
            crew.go();
            crew.awaitMore(10, "locks granted by three servers", step -> step.is(ACQUIRE, GRANTED));
            nodes.get(0).kill();
            crew.awaitMore(20, "locks granted by two servers", step -> step.is(ACQUIRE, GRANTED));
            Step lost = crew.halt();
            nodes.get(1).kill();
            assertThat(awaitEndOfLocks(crew, lost, System.nanoTime()))
                    .as("granted by one server")
                    .isZero();
            nodes.get(1).restart();
            crew.awaitMore(10, "locks granted by two servers", step -> step.is(ACQUIRE, GRANTED));
            crew.awaitTakeOver(lost);
            crew.stop();
            Judge judge = Judge.ofQuorum(crew.notes());
            System.out.println("quorum of 3: " + judge + "; " + crew.counts());
            judge.assertExplained();
            assertThat(judge.takeOvers()).isNotEmpty();
            assertThat(judge.losses()).as("lost leases").isPositive();
        }
    }

    /** The holders sit out their leases, go on and are told; others fail to get any. */
    private static long awaitEndOfLocks(Crew crew, Step lost, long death) {
        Await.until(Crew.STEPS, "the leases are over", () -> System.nanoTime() - death > LEASE.toNanos());
        crew.on();
        crew.awaitOf(lost, "the holder is told", step -> step.is(RELEASE, LOST));
        Await.until(
                Crew.STEPS,
                "others try in vain",
                () -> crew.notes().count(step -> step.is(ACQUIRE, FAILED) && step.call() - death > 0) > 3);
        return crew.notes().count(step -> step.is(ACQUIRE, GRANTED) && step.call() - death > 0);
    }
}
