package dev.safe4j.servers;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class LeakDetectionTest {

    /** Run by the tests below only: surefire does not look for static nested classes. */
    static class Leaking {
        @EachDatabase(ServerKind.H2)
        void passes_but_leaks(TestDatabase db) throws SQLException {
            Connection leaked = db.dataSource().getConnection();
            leaked.setAutoCommit(false);
        }

        @EachDatabase(ServerKind.H2)
        void fails_and_leaks(TestDatabase db) throws SQLException {
            db.dataSource().getConnection().setAutoCommit(false);
            throw new IllegalStateException("its own failure");
        }
    }

    static class Clean {
        @Tag("tagged")
        @EachDatabase(ServerKind.H2)
        void gives_back(TestDatabase db) throws SQLException {
            db.dataSource().getConnection().close();
        }
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    @Tag("slow")
    @Test
    void a_leak_fails_a_test_that_passed_and_does_not_hide_the_failure_of_one_that_failed() {
        run(Leaking.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("passes_but_leaks"),
                                displayName("h2"),
                                finishedWithFailure(
                                        instanceOf(AssertionError.class),
                                        message(text -> text.contains("1 still out after it: a leak")))))
                .haveExactly(1, event(test("fails_and_leaks"), finishedWithFailure(message("its own failure"))));
    }

    @Test
    void a_clean_test_passes() {
        run(Clean.class).assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }
}
