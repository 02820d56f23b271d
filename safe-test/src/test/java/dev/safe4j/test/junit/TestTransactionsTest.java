package dev.safe4j.test.junit;

import static dev.safe4j.test.junit.Kit.ended;
import static dev.safe4j.test.junit.Kit.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.interleavings.Interleavings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A race test in a transaction of its own is refused. */
class TestTransactionsTest {

    @TempDir
    private Path reports;

    static class TransactionalMethod extends Withdrawals {
        @RaceTest
        @Transactional
        void refused(Interleavings search) {
            two(search, "").explore();
        }
    }

    @Transactional
    static class TransactionalClass extends Withdrawals {
        @RaceTest
        void refused(Interleavings search) {
            two(search, "").explore();
        }
    }

    @Transactional
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface DataTest {}

    @DataTest
    static class MetaTransactionalClass extends Withdrawals {
        @RaceTest
        void refused(Interleavings search) {
            two(search, "").explore();
        }
    }

    @jakarta.transaction.Transactional
    static class JakartaTransactionalClass extends Withdrawals {
        @RaceTest
        void refused(Interleavings search) {
            two(search, "").explore();
        }
    }

    @Test
    void a_transactional_test_is_refused_with_the_reason() {
        for (Class<?> test : List.of(
                TransactionalMethod.class,
                TransactionalClass.class,
                MetaTransactionalClass.class,
                JakartaTransactionalClass.class)) {
            EngineExecutionResults results = Kit.run(reports, test);
            assertThat(failures(results))
                    .as(test.getName())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("is @Transactional (", "stays uncommitted", "given(…) or restoring(…)");
            assertThat(ended(results)).isEmpty();
        }
    }

    @DataTest
    static class WithoutTransaction extends Withdrawals {
        @RaceTest
        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        void allowed(Interleavings search) {
            two(search, " for update").explore();
        }
    }

    @Test
    void one_that_begins_no_transaction_is_not() {
        assertThat(ended(Kit.run(reports, WithoutTransaction.class))).containsExactly("as configured: SUCCESSFUL");
    }

    static class InsideOfATemplate extends Withdrawals {
        @RaceTest
        void refused(Interleavings search) {
            transactions.executeWithoutResult(status -> two(search, "").explore());
        }
    }

    @Test
    void a_transaction_that_is_active_when_the_search_begins_is_refused() {
        assertThat(failures(Kit.run(reports, InsideOfATemplate.class)))
                .hasSize(1)
                .first()
                .asString()
                .contains("is active on the test's thread");
    }
}
