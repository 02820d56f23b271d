package dev.safe4j.benchmarks;

import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rounds of all subjects of a table, A B C A B C, so that what slows the machine down slows all of them down. */
final class Rounds {

    private final Settings settings;
    private final Stock stock;
    private final List<Subject> subjects;
    private final List<List<Round.Outcome>> outcomes;
    private final double[] statements;

    Rounds(Settings settings, Stock stock, List<Subject> subjects) {
        this.settings = settings;
        this.stock = stock;
        this.subjects = subjects;
        this.outcomes = subjects.stream()
                .map(subject -> (List<Round.Outcome>) new ArrayList<Round.Outcome>())
                .toList();
        this.statements = new double[subjects.size()];
    }

    void run(String title) {
        int all = settings.warmUps() + settings.rounds();
        for (int round = 0; round < all; round++) {
            Progress.say(title + ", round " + (round + 1) + " of " + all);
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(i);
                stock.reset();
                Round.Outcome outcome = round(subject).lasting(settings.round(), round);
                stock.requireTaken(subject, List.of(outcome));
                if (round >= settings.warmUps()) {
                    outcomes.get(i).add(outcome);
                }
            }
        }
    }

    /** A pass of its own, since the tap takes time: the same subjects, over connections that go through it. */
    void countStatements(List<Subject> tapped, WireTap tap) {
        for (int i = 0; i < tapped.size(); i++) {
            Round round = round(tapped.get(i));
            stock.reset();
            Round.Outcome before = round.calls(2, i); // looks up the metadata
            tap.reset();
            Round.Outcome counted = round.calls(settings.countedCalls(), i);
            statements[i] = (double) tap.roundTrips() / counted.operations();
            stock.requireTaken(tapped.get(i), List.of(before, counted));
        }
    }

    private Round round(Subject subject) {
        return new Round(subject, stock.rows(), settings.threads());
    }

    List<Row> rows(String benchmark, String variant) {
        double limit = perSecond(0).median();
        return IntStream.range(0, subjects.size())
                .mapToObj(i -> {
                    Spread perSecond = perSecond(i);
                    long[] nanos = outcomes.get(i).stream()
                            .flatMapToLong(Round.Outcome::nanos)
                            .sorted()
                            .toArray();
                    return new Row(
                            new Row.Key(benchmark, variant, subjects.get(i).name()),
                            nanos.length,
                            perSecond,
                            perSecond.median() / limit,
                            new Row.Load(millis(nanos, 50), millis(nanos, 99), statements[i], retries(i)),
                            null);
                })
                .toList();
    }

    private Spread perSecond(int subject) {
        return Spread.of(outcomes.get(subject).stream()
                .mapToDouble(Round.Outcome::perSecond)
                .toArray());
    }

    private double retries(int subject) {
        List<Round.Outcome> all = outcomes.get(subject);
        long retries = all.stream().mapToLong(Round.Outcome::retries).sum();
        return (double) retries
                / all.stream().mapToLong(Round.Outcome::operations).sum();
    }

    private static double millis(long[] sortedNanos, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sortedNanos.length); // nearest rank
        return sortedNanos[rank - 1] / 1e6;
    }
}
