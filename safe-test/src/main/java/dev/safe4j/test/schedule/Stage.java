package dev.safe4j.test.schedule;

import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What connects instrumented clients with the run that is on. While none is, each call through a client costs one volatile read.
 * Thread-safe.
 */
public final class Stage {

    private volatile @Nullable ScheduledRun run;
    private volatile Predicate<Thread> ignored = thread -> false;

    /**
     * Plays a run on this stage.
     *
     * @param next the run
     * @param chooser decides who goes next
     * @return what happened
     * @throws IllegalStateException if another run is on
     */
    public Played play(ScheduledRun next, Chooser chooser) {
        synchronized (this) {
            if (run != null) {
                throw new IllegalStateException("another race is being run on the same data sources: "
                        + "run races one after the other (@RaceTest does so)");
            }
            run = next;
        }
        try {
            return new Director(next).play(chooser);
        } finally {
            run = null;
        }
    }

    /**
     * Returns the run in which the calling thread is an actor.
     *
     * @param what it is about to do, for the message
     * @return the run; null if none is on, or the thread is one of those to ignore
     * @throws IllegalStateException if a run is on and the thread is unknown to it; the run is told as well
     */
    public @Nullable ScheduledRun mine(String what) {
        ScheduledRun now = run;
        if (now == null || now.isActor() || ignored.test(Thread.currentThread())) {
            return now == null || !now.isActor() ? null : now;
        }
        String message =
                "thread '" + Thread.currentThread().getName() + "' is no actor of the race that is on, and is about to "
                        + what + ": nothing can be said about an order that it takes part in. Hand tasks on through"
                        + " probe.adopt(executor), call the code from an actor, stop the poller for the race, or, if it touches nothing"
                        + " that the race is about, probe.ignore(threadName -> …)";
        now.broken(message);
        throw new IllegalStateException(message);
    }

    /**
     * Lets the calls of further threads pass while a run is on.
     *
     * @param threads tells which
     */
    public void ignore(Predicate<Thread> threads) {
        Predicate<Thread> before = ignored;
        ignored = thread -> before.test(thread) || threads.test(thread);
    }

    /**
     * Returns an executor whose tasks take part in the run in which they are handed on.
     *
     * @param executor runs the tasks
     * @return the executor to hand tasks to
     */
    public Executor adopt(Executor executor) {
        return task -> {
            ScheduledRun now = run;
            if (now == null) {
                executor.execute(task);
            } else {
                now.handOn(task, executor);
            }
        };
    }
}
