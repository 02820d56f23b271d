package dev.safe4j.benchmarks;

import java.util.List;

/**
 * Subjects that take pieces out of one stock.
 *
 * @param stock what they take from
 * @param all the subjects
 * @param threads that call at once
 */
record StockContest(Stock stock, List<Subject> all, int threads) implements Contest {

    @Override
    public List<String> subjects() {
        return all.stream().map(Subject::name).toList();
    }

    @Override
    public void reset(int subject) {
        stock.reset();
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        return new Round(all.get(subject), Round.Draw.any(stock.rows()), threads).run(length, seed);
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        stock.requireTaken(all.get(subject), outcomes);
    }

    @Override
    public double rate(Round.Outcome outcome) {
        return outcome.perSecond();
    }

    @Override
    public Figures figures(Measured measured) {
        double operations = measured.sum(Round.Outcome::operations);
        return new Figures.Load(
                measured.millis(50),
                measured.millis(99),
                measured.statements(),
                measured.sum(Round.Outcome::retries) / operations);
    }
}
