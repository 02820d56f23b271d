package dev.safe4j.lab.run;

import dev.safe4j.lab.run.Run.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that has not ended: can be stopped, which interrupts its thread until that has come to its end. */
final class Going implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Going.class);

    private final Run run;
    private final Player player;
    private final Runnable afterwards;
    private @Nullable Thread thread;
    private @Nullable Stop stop;

    /** Why it was stopped, and what it has come to by that. */
    private record Stop(State state, @Nullable String why) {}

    Going(Run run, Player player, Runnable afterwards) {
        this.run = run;
        this.player = player;
        this.afterwards = afterwards;
    }

    void cancel() {
        stop(new Stop(State.CANCELLED, null));
    }

    /** Stops it if it takes too long, or its server is dead; and once more, if it has not noticed. */
    synchronized void look() {
        Choice choice = run.choice();
        if (stop != null) {
            interrupt();
        } else if (thread != null && run.hasTakenLongerThan(player.longest(choice))) {
            stop(new Stop(
                    State.FAILED,
                    "it was not over within " + player.longest(choice).toSeconds() + " s, and was stopped"));
        } else if (thread != null && run.hasLostItsServer()) {
            stop(new Stop(State.FAILED, died(choice)));
        }
    }

    private static String died(Choice choice) {
        return choice.server().title() + " has died in the middle of the run; the next run starts it anew";
    }

    private synchronized void stop(Stop why) {
        if (stop == null) {
            stop = why;
        }
        interrupt();
    }

    private void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        @Nullable Throwable failure = null;
        try {
            if (begins()) {
                player.play(run.choice(), run);
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            afterwards.run();
            ends(failure);
        }
    }

    private synchronized boolean begins() {
        if (stop != null) {
            return false;
        }
        thread = Thread.currentThread();
        run.begins();
        return true;
    }

    private synchronized void ends(@Nullable Throwable failure) {
        thread = null;
        Thread.interrupted(); // the thread goes on with other runs
        if (stop != null) {
            run.ends(stop.state(), stop.why());
        } else if (failure == null) {
            run.ends(State.DONE, null);
        } else {
            LOG.debug("Run {} failed.", run.id(), failure);
            Choice choice = run.choice();
            run.ends(State.FAILED, run.hasLostItsServer() ? died(choice) : Failures.said(failure));
        }
    }
}
