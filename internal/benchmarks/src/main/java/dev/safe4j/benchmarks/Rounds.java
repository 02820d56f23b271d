package dev.safe4j.benchmarks;

import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rounds of all subjects of a table, A B C A B C, so that what slows the machine down slows all of them down. */
final class Rounds {

    private final Settings settings;
    private final Contest contest;
    private final List<String> subjects;
    private final List<List<Round.Outcome>> outcomes;
    private final double[] statements;

    Rounds(Settings settings, Contest contest) {
        this.settings = settings;
        this.contest = contest;
        this.subjects = contest.subjects();
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
                contest.reset(i);
                Round.Outcome outcome = contest.play(i, Round.Length.lasting(settings.round()), round);
                contest.require(i, List.of(outcome));
                if (round >= settings.warmUps()) {
                    outcomes.get(i).add(outcome);
                }
            }
        }
    }

    /** A pass of its own, since the tap takes time: the same subjects, over connections that go through it. */
    void countStatements(Contest tapped, WireTap tap) {
        for (int i = 0; i < subjects.size(); i++) {
            tapped.reset(i);
            Round.Outcome before = tapped.play(i, Round.Length.calls(2), i); // looks up the metadata
            tap.reset();
            Round.Outcome counted = tapped.play(i, Round.Length.calls(settings.countedCalls()), i);
            statements[i] = (double) tap.roundTrips() / counted.operations();
            tapped.require(i, List.of(before, counted));
        }
    }

    List<Row> rows(String benchmark, String variant) {
        double limit = measured(0).spread(contest::rate).median();
        return IntStream.range(0, subjects.size())
                .mapToObj(i -> {
                    Measured measured = measured(i);
                    return new Row(
                            new Row.Key(benchmark, variant, subjects.get(i)),
                            measured.operations(),
                            measured.spread(Round.Outcome::perSecond),
                            measured.spread(contest::rate).median() / limit,
                            contest.figures(measured));
                })
                .toList();
    }

    private Measured measured(int subject) {
        return Measured.of(outcomes.get(subject), statements[subject]);
    }
}
