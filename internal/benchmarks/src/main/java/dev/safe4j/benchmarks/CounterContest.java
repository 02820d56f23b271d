package dev.safe4j.benchmarks;

import dev.safe4j.servers.TestDatabase;
import java.util.List;

/**
 * Ways to count, called by the threads of this JVM.
 *
 * @param db where
 * @param ways the subjects
 * @param keys how many things are counted
 * @param threads that call at once
 */
record CounterContest(TestDatabase db, List<CounterWays.Way> ways, int keys, int threads) implements Contest {

    private static final String TABLES = "raw_counter, raw_quota, safe4j_counter, safe4j_counter_quota";

    @Override
    public List<String> subjects() {
        return ways.stream().map(way -> way.subject().name()).toList();
    }

    @Override
    public void reset() {
        db.execute("truncate " + TABLES, "alter sequence raw_sequence restart", "vacuum analyze", "checkpoint");
        ways.forEach(way -> way.fresh().run());
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        return new Round(ways.get(subject).subject(), Round.Draw.any(keys), threads).run(length, seed);
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        CounterWays.Way way = ways.get(subject);
        long operations = outcomes.stream().mapToLong(Round.Outcome::operations).sum();
        long applied = outcomes.stream().mapToLong(Round.Outcome::applied).sum();
        long counted = way.counted().getAsLong();
        if (counted != applied || applied != operations) {
            throw new IllegalStateException("'" + way.subject().name() + "' was called " + operations
                    + " times and did " + applied + ", and " + counted + " are counted.");
        }
    }

    @Override
    public double rate(Round.Outcome outcome) {
        return outcome.perSecond();
    }

    @Override
    public Figures figures(Measured measured) {
        return new Figures.Load(measured.millis(50), measured.millis(99), measured.statements(), 0);
    }
}
