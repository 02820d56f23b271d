package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.transaction.TimeBudget;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.BoundaryCheck;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j}. A null is a property that is not set: then the default of the class counts that it
 * belongs to.
 *
 * @param enabled whether safe4j is configured at all
 * @param retry how units of work are run again
 * @param transaction how transactions are run and watched
 * @param web what is answered over HTTP
 * @param jdbc what is kept in the database
 */
@ConfigurationProperties("safe4j")
public record SafeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Retry retry,
        @DefaultValue Transaction transaction,
        @DefaultValue Web web,
        @DefaultValue Jdbc jdbc) {

    /**
     * What is kept in the database.
     *
     * @param createTables whether missing tables are created at start: for development
     * @param poolSize most connections of the small pool that locks, requests, jobs and counters have for themselves
     */
    public record Jdbc(
            @DefaultValue("false") boolean createTables,
            @DefaultValue("4") int poolSize) {}

    /**
     * How units of work are run again.
     *
     * @param attempts most runs of a unit of work, the first one included
     * @param within time in which the last run must have begun
     * @param firstDelay upper end of the wait before the second run; doubles with each further run
     * @param longestDelay upper end of every wait
     */
    public record Retry(
            @Nullable Integer attempts,
            @Nullable Duration within,
            @Nullable Duration firstDelay,
            @Nullable Duration longestDelay) {

        /** The policy with what is set here, by the policy's own rules. */
        RetryPolicy applyTo(RetryPolicy policy) {
            RetryPolicy counted =
                    PropertyRules.applied("safe4j.retry.attempts", attempts, policy, RetryPolicy::attempts);
            RetryPolicy timed = PropertyRules.applied("safe4j.retry.within", within, counted, RetryPolicy::within);
            RetryPolicy begun = PropertyRules.applied(
                    "safe4j.retry.first-delay",
                    firstDelay,
                    timed,
                    (any, first) -> any.delays(first, orLongest(longestDelay)));
            return PropertyRules.applied(
                    "safe4j.retry.longest-delay",
                    longestDelay,
                    begun,
                    (any, longest) -> any.delays(orFirst(firstDelay), longest));
        }

        private static Duration orFirst(@Nullable Duration delay) {
            return delay == null ? RetryPolicy.DEFAULT_FIRST_DELAY : delay;
        }

        private static Duration orLongest(@Nullable Duration delay) {
            return delay == null ? RetryPolicy.DEFAULT_LONGEST_DELAY : delay;
        }
    }

    /**
     * How transactions are run and watched.
     *
     * @param timeout time that a run of Transactions may take before its statements are cancelled
     * @param budget time after which any transaction of the application is reported, with a stack; not watched if not set
     * @param boundaryCheck what happens at start if a @Transactional method of the application cannot be intercepted
     */
    public record Transaction(
            @Nullable Duration timeout,
            @Nullable Duration budget,
            @DefaultValue("fail") BoundaryCheck.Mode boundaryCheck) {

        /** The runner with what is set here, by the runner's own rule. */
        Transactions applyTo(Transactions transactions) {
            return PropertyRules.applied("safe4j.transaction.timeout", timeout, transactions, Transactions::timeout);
        }

        /** The budget that is set, by the budget's own rule. */
        TimeBudget toBudget() {
            Duration limit = Objects.requireNonNull(budget, "safe4j.transaction.budget is not set");
            return PropertyRules.checked("safe4j.transaction.budget", limit, () -> TimeBudget.of(limit));
        }
    }

    /**
     * What is answered over HTTP.
     *
     * @param problemDetails whether faults of safe4j are answered by problem details (RFC 9457)
     */
    public record Web(@DefaultValue("true") boolean problemDetails) {}
}
