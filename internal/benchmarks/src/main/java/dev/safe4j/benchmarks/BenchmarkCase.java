package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Map;

/** One question, answered by a table: several subjects that do the same thing, in interleaved rounds. */
interface BenchmarkCase {

    /** The name on the command line and in the JSON, such as {@code conditional-update-hot}. */
    String name();

    /** What is measured, in a sentence. */
    String about();

    /**
     * Runs all rounds.
     *
     * @throws IllegalStateException if an end state is not what the successful operations say
     */
    Result run(Settings settings, Servers servers);

    /**
     * The answer.
     *
     * @param settings what it was measured on and how: servers and versions, profile, threads, rounds
     * @param rows in the order of variants and subjects
     */
    record Result(Map<String, Object> settings, List<Row> rows) {}

    /** All cases, in the order in which they run. */
    static List<BenchmarkCase> all() {
        return List.of(
                ConditionalUpdateCase.hot(),
                ConditionalUpdateCase.random(),
                new LibraryCostCase(),
                new InterleavingsCase(),
                LockCase.uncontended(),
                LockCase.freeKey(),
                LockCase.hot(),
                new LockHotTwoJvmsCase(),
                new LockRenewalsCase(),
                IdempotencyCase.firstCall(),
                IdempotencyCase.replay(),
                new IdempotencyPurgeCase(),
                JobContestCase.enqueue(),
                new JobDrainCase(),
                JobContestCase.latency(),
                new CounterCase(),
                new RedisCounterCase(),
                FlightWays.benchmark(),
                FanOutWays.benchmark());
    }
}
