package dev.safe4j.benchmarks;

import java.util.List;

/**
 * Ways to count, called by the threads of this JVM.
 *
 * @param ways the subjects
 * @param empty has the server forget all that was counted
 * @param keys how many things are counted
 * @param threads that call at once
 */
record CounterContest(List<CounterWay> ways, Runnable empty, int keys, int threads) implements Contest {

    @Override
    public List<String> subjects() {
        return ways.stream().map(way -> way.subject().name()).toList();
    }

    @Override
    public void reset(int subject) {
        empty.run();
        ways.get(subject).fresh().run();
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        return new Round(ways.get(subject).subject(), Round.Draw.any(keys), threads).run(length, seed);
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        CounterWay way = ways.get(subject);
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
