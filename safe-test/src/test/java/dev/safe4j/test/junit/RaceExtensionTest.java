package dev.safe4j.test.junit;

import static dev.safe4j.test.junit.Kit.ended;
import static dev.safe4j.test.junit.Kit.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EventType;

class RaceExtensionTest {

    @TempDir
    private Path reports;

    private EngineExecutionResults run(Class<?> test, String... parameters) {
        return Kit.run(reports, test, parameters);
    }

    static class AtLevels extends Withdrawals {
        @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.SERIALIZABLE})
        void found(Interleavings search) {
            two(search, "")
                    .allowing(org.springframework.dao.DataAccessException.class)
                    .explore();
        }
    }

    @Test
    void it_runs_once_a_level_and_reports() throws IOException {
        EngineExecutionResults results = run(AtLevels.class);
        assertThat(ended(results)).containsExactly("read committed: FAILED", "serializable: SUCCESSFUL");
        assertThat(failures(results))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"balance >= 0\" does not hold", "replay: 1:h2-2:read_committed:");
        assertThat(results.allEvents().filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED))
                .hasSize(2);
        String name = "dev.safe4j.test.junit.RaceExtensionTest-AtLevels.found-";
        assertThat(reports).isDirectoryContaining("glob:**.txt");
        assertThat(Files.readString(reports.resolve(name + "read_committed.txt")))
                .startsWith("violated: \"balance >= 0\"");
        assertThat(Files.readString(reports.resolve(name + "serializable.txt"))).startsWith("held in all ");
    }

    static class Pinned extends Withdrawals {
        @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.SERIALIZABLE})
        @Replay("1:h2-2:read_committed:0,0,0,1,1")
        void serial(Interleavings search) {
            Exploration found = two(search, "").explore();
            assertThat(found.scope().orders()).isEqualTo(1);
            assertThat(found.scope().isExhausted()).isFalse();
            assertThat(found.notes()).contains("one order was replayed: this says nothing about others");
        }
    }

    @Test
    void a_pinned_order_is_played_alone_at_its_level() {
        assertThat(ended(run(Pinned.class)))
                .containsExactly("read committed, replay of 1:h2-2:read_committed:0,0,0,1,1: SUCCESSFUL");
    }

    @Test
    void a_property_goes_before_the_annotation() {
        EngineExecutionResults results = run(Pinned.class, "safe4j.race.replay", "1:h2-2:read_committed:0,1,0,1,0,1");
        assertThat(failures(results)).hasSize(1).first().asString().contains("does not hold");
    }

    static class Outdated extends Withdrawals {
        @RaceTest
        @Replay("1:h2-2:read_committed:0,1,0,1,0,1")
        void fixed(Interleavings search) {
            two(search, " for update").explore();
        }
    }

    @Test
    void an_order_that_is_not_taken_any_more_is_neither_passed_nor_failed() {
        assertThat(ended(run(Outdated.class))).hasSize(1).first().asString().endsWith("ABORTED");
    }

    static class OtherDatabase extends Withdrawals {
        @RaceTest
        @Replay("1:postgresql-18:read_committed:0,1")
        void pinned(Interleavings search) {
            two(search, "").explore();
        }
    }

    @Test
    void a_token_of_another_database_is_an_error() {
        assertThat(failures(run(OtherDatabase.class)))
                .hasSize(1)
                .first()
                .asString()
                .contains("is of another database");
    }

    static class WithoutProbe {
        @RaceTest
        void lost(Interleavings search) {}
    }

    @Test
    void without_a_probe_both_ways_are_told() {
        assertThat(failures(run(WithoutProbe.class)))
                .hasSize(1)
                .first()
                .asString()
                .contains("no RaceProbe", "probe.wrap(dataSource)", "@SpringBootTest");
    }

    static class NullProbe {
        RaceProbe mine;

        @RaceTest
        void lost(Interleavings search) {}
    }

    @Test
    void a_probe_that_is_null_is_told() {
        assertThat(failures(run(NullProbe.class))).hasSize(1).first().asString().contains("NullProbe.mine is null");
    }

    static class Around extends Withdrawals {
        @Nested
        class Inside {
            @RaceTest
            void finds_the_probe_of_the_instance_around(Interleavings search) {
                two(search, " for update").explore();
            }
        }
    }

    @Test
    void the_probe_may_be_around() {
        assertThat(ended(run(Around.class))).containsExactly("as configured: SUCCESSFUL");
    }

    static class Alone {
        private static final AtomicInteger AT_ONCE = new AtomicInteger();
        private static final AtomicInteger MOST = new AtomicInteger();
        final RaceProbe probe = new RaceProbe();

        @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.SERIALIZABLE})
        void one(Interleavings search) {
            alone();
        }

        @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.SERIALIZABLE})
        void other(Interleavings search) {
            alone();
        }

        private static void alone() {
            MOST.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            AT_ONCE.decrementAndGet();
        }
    }

    @Test
    void two_never_run_at_once() {
        EngineExecutionResults results = run(
                Alone.class,
                "junit.jupiter.execution.parallel.enabled",
                "true",
                "junit.jupiter.execution.parallel.mode.default",
                "concurrent",
                "junit.jupiter.execution.parallel.config.strategy",
                "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                "4");
        assertThat(results.testEvents().succeeded().count()).isEqualTo(4);
        assertThat(Alone.MOST).hasValue(1);
    }

    @Test
    void each_search_of_a_test_has_a_report() {
        run(Twice.class);
        String name = "dev.safe4j.test.junit.RaceExtensionTest-Twice.two-as_configured";
        assertThat(reports.resolve(name + ".txt")).exists();
        assertThat(reports.resolve(name + ".2.txt")).exists();
    }

    static class Twice extends Withdrawals {
        @RaceTest
        void two(Interleavings search) {
            two(search, " for update");
            search.explore();
            search.explore();
        }
    }
}
