package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.test;

import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What those have that serve a JVM for long, in which servers can die and tests are run by hand. */
class SharedServersTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    /** Run by the test below only: surefire does not look for static nested classes. */
    static class OnTwo {
        @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
        void runs(TestDatabase db) {
            assertThat(db.kind()).isEqualTo(ServerKind.H2);
        }
    }

    @Test
    void whoever_runs_a_test_can_say_on_which_databases() {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(OnTwo.class, "runs", TestDatabase.class.getName()))
                .configurationParameter("safe4j.databases", "h2")
                .execute()
                .testEvents();
        events.assertStatistics(statistics -> statistics.started(1).succeeded(1));
        events.assertThatEvents().haveExactly(1, event(test("runs"), displayName("h2"), finishedSuccessfully()));
    }

    @Test
    void one_that_has_died_is_started_anew() {
        RedisServer first = LocalServers.redis();
        Assumptions.assumeTrue(first.way() == Way.EMBEDDED, "only an embedded server is ours to kill");
        assertThat(first.version()).startsWith("Redis ");
        assertThat(first.isAlive()).isTrue();
        // By its program alone: Redis writes over its arguments.
        ProcessHandle.current()
                .children()
                .filter(process -> process.info().command().orElse("").contains("redis"))
                .forEach(ProcessHandle::destroyForcibly);
        Await.until(BOUND, "it is dead", () -> !first.isAlive());
        RedisServer second = LocalServers.redis();
        assertThat(second.call("PING")).isEqualTo("PONG");
        assertThat(second.port()).isNotEqualTo(first.port());
        assertThat(first.isAlive()).isFalse();
    }
}
