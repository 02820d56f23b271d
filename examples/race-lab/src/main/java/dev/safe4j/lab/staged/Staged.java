package dev.safe4j.lab.staged;

import dev.safe4j.lab.catalogue.Plays;
import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.FormView;
import dev.safe4j.lab.run.FormView.Verdict;
import dev.safe4j.lab.run.Player;
import dev.safe4j.lab.run.Run;
import dev.safe4j.lab.run.Servers;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.pages.Recording;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Plays the tests of both forms, one run at a time: they are about who is where at which moment. */
public final class Staged implements Player {

    private static final Duration LONGEST_PLAY = Duration.ofSeconds(30);

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final Semaphore stage = new Semaphore(1, true);

    @Override
    public Duration longest(Choice choice) {
        return LONGEST_START.plus(LONGEST_PLAY.multipliedBy(choice.times()));
    }

    @Override
    public void play(Choice choice, Run run) throws InterruptedException {
        run.waitsInLine("waits until what is being staged is over");
        stage.acquire();
        try {
            run.isNext();
            Servers.prepare(choice.server(), run);
            for (int time = 0; time < choice.times(); time++) {
                for (Form form : Form.values()) {
                    once(form, choice, run);
                }
            }
        } finally {
            stage.release();
        }
    }

    private static void once(Form form, Choice choice, Run run) throws InterruptedException {
        List<Method> tests = plays(choice).of(form, choice.server());
        Recorder recorder = new Recorder(Plays.sentence(tests.get(0)), timeline -> run.timeline(form, timeline));
        long begun = System.nanoTime();
        Played played = new Played(plays(choice).tests(), choice.server());
        Recording.show(recorder, () -> tests.forEach(played::play));
        if (Thread.interrupted()) {
            throw new InterruptedException("it was interrupted while it was staged");
        }
        Optional<String> error = played.error();
        boolean holds = error.isEmpty() == (form == Form.SAFE);
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        run.play(form, new FormView.Play(millis, holds, error.orElse(null)));
        run.judge(form, verdict(form, tests, run.form(form).plays()));
    }

    private static Plays plays(Choice choice) {
        return choice.hazard().plays().orElseThrow();
    }

    /** The tests assert that the unsafe form breaks, and that the safe one holds: what they say is so, unless they failed. */
    private static Verdict verdict(Form form, List<Method> tests, List<FormView.Play> plays) {
        String said = tests.stream().map(Plays::sentence).collect(Collectors.joining(". "));
        long failed = plays.stream().filter(play -> play.error() != null).count();
        String times = plays.size() == 1 ? "" : " In each of " + plays.size() + " plays.";
        if (form == Form.SAFE) {
            return failed == 0
                    ? Verdict.held(said + "." + times)
                    : Verdict.broken("Of " + plays.size() + " plays, " + failed + " did not hold.");
        }
        if (failed == plays.size()) {
            return Verdict.pending("It was not seen to break.");
        }
        return Verdict.broken(said + "."
                + (failed == 0 ? times : " Of " + plays.size() + " plays, it was not seen in " + failed + "."));
    }
}
