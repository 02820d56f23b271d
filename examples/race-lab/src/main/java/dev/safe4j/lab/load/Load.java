package dev.safe4j.lab.load;

import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.FormView;
import dev.safe4j.lab.run.Player;
import dev.safe4j.lab.run.Run;
import dev.safe4j.lab.run.Servers;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Hazards;
import dev.safe4j.shop.race.Answer;
import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.RoundResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Races both forms in a shop: sixteen callers at once, the rounds of both forms in turn. */
public final class Load implements Player {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Shops shops;

    public Load(Shops shops) {
        this.shops = shops;
    }

    @Override
    public Duration longest(Choice choice) {
        return LONGEST;
    }

    @Override
    public void play(Choice choice, Run run) throws InterruptedException {
        Servers.prepare(choice.server(), run);
        OpenShop shop = shops.take(choice.server(), Objects.requireNonNull(choice.isolation()), run);
        try {
            shop.track().run(Hazards.find(choice.hazard().slug()).orElseThrow(), round -> tell(run, round));
        } finally {
            shop.giveBack();
        }
    }

    private static void tell(Run run, RoundResult result) {
        Form form = result.form();
        run.round(form, round(result));
        FormView view = run.form(form);
        long broken = view.rounds().stream().filter(round -> !round.holds()).count();
        int all = view.rounds().size();
        if (broken > 0) {
            run.judge(form, FormView.Verdict.broken("Of " + rounds(all) + ", " + broken + " broke."));
        } else if (all == view.roundsWanted()) {
            run.judge(form, FormView.Verdict.held("Held in all " + rounds(all) + "."));
        } else {
            run.judge(form, FormView.Verdict.pending("Held in " + rounds(all) + " so far."));
        }
    }

    private static String rounds(int number) {
        return number + (number == 1 ? " round" : " rounds");
    }

    /** An answer in the four hundreds is a no; another that is no success is an error that somebody is shown. */
    private static FormView.Round round(RoundResult result) {
        Answers answers = result.answers();
        long failed = answers.count(Answer::hasFailed);
        long succeeded = answers.count(Answer::isSuccess);
        long unanswered = answers.count(answer -> answer.status() == Answer.NONE);
        int attempted = answers.all().size();
        List<FormView.Figure> figures =
                result.ending().figures().stream().map(Load::figure).toList();
        return new FormView.Round(
                attempted,
                succeeded,
                attempted - succeeded - failed,
                failed,
                result.took().toMillis(),
                result.ending().isExact() && unanswered == 0,
                figures);
    }

    private static FormView.Figure figure(Figure figure) {
        return new FormView.Figure(
                figure.name(),
                figure.actual().toPlainString(),
                figure.expected() == null ? null : figure.expected().toPlainString(),
                figure.isRight());
    }
}
