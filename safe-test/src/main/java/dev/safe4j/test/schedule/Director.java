package dev.safe4j.test.schedule;

import dev.safe4j.test.schedule.Actor.State;
import dev.safe4j.test.schedule.Played.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Plays a run to its end: lets all come to a stop, has one chosen, lets it go. On the test's thread. */
final class Director {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ScheduledRun run;
    private final List<Move> moves = new ArrayList<>();

    Director(ScheduledRun run) {
        this.run = run;
    }

    /** To be called once. */
    Played play(Chooser chooser) {
        run.participants.start(run);
        Settling settling = new Settling(run, run.limits());
        Ending ending = Ending.BROKEN;
        String why = null;
        try {
            ending = steps(chooser, settling);
            why = ending == Ending.OVERRAN ? run.overrun : settling.why();
        } catch (RuntimeException | Error broken) {
            why = "the schedule's own code failed: " + broken;
            throw broken;
        } finally {
            String left = finish(ending);
            if (left != null) {
                ending = Ending.BROKEN;
                why = left;
            }
        }
        run.placeEnds();
        if (run.broken != null) {
            ending = Ending.BROKEN;
            why = run.broken;
        }
        return new Played(
                run.participants.names(),
                run.events(),
                moves,
                run.participants.outcomes(),
                ending,
                ending == Ending.COMPLETE ? run.refused : why);
    }

    private Ending steps(Chooser chooser, Settling settling) {
        int last = -1;
        while (true) {
            Settling.Outcome outcome = settling.settle();
            run.placeEnds();
            if (run.overrun != null) {
                return Ending.OVERRAN;
            }
            switch (outcome) {
                case ENDED -> {
                    return Ending.COMPLETE;
                }
                case STUCK -> {
                    return Ending.STUCK;
                }
                case SLOW -> {
                    run.overrun = settling.why();
                    return Ending.OVERRAN;
                }
                default -> {
                    Move move = chooser.choose(ready(), last);
                    if (move == null) {
                        return Ending.LEFT;
                    }
                    release(move);
                    last = move.actor();
                }
            }
        }
    }

    private List<Chooser.Ready> ready() {
        run.participants.lock.lock();
        try {
            List<Chooser.Ready> ready = new ArrayList<>();
            for (Actor actor : run.participants.all()) {
                if (actor.state == State.READY && actor.pending != null) {
                    boolean crashes = run.participants.crashes(actor) && actor.pending.kind() != Step.Kind.EVENT;
                    ready.add(new Chooser.Ready(actor.index, actor.pending, crashes));
                }
            }
            return ready;
        } finally {
            run.participants.lock.unlock();
        }
    }

    /**
     * Who looks for a deadlock becomes its victim. Where a waiter looks once, after a while, it has to have looked before another
     * one closes the cycle: then it is always the one that closes it, however slow the machine is.
     */
    private void letWaitersLookForDeadlocks(Move move) {
        long until = 0;
        run.participants.lock.lock();
        try {
            Actor next = run.participants.get(move.actor());
            if (next.pending == null || next.pending.kind() != Step.Kind.STATEMENT) {
                return;
            }
            for (Actor actor : run.participants.all()) {
                if (actor.blocked != null && actor.session != null && run.lockers.contains(actor.session)) {
                    long check = actor.session.server().deadlockCheck().toNanos();
                    until = Math.max(until, check == 0 ? 0 : actor.knownToWaitSince + 2 * check);
                }
            }
        } finally {
            run.participants.lock.unlock();
        }
        while (until != 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private void release(Move move) {
        letWaitersLookForDeadlocks(move);
        run.participants.lock.lock();
        try {
            moves.add(move);
            Actor actor = run.participants.get(move.actor());
            actor.granted = move.fate();
            actor.mayGo.signal();
            actor.enter(State.IN_FLIGHT);
        } finally {
            run.participants.lock.unlock();
        }
    }

    /** Opens all gates, ends what still waits, and waits for the threads; returns what could not be ended. */
    private @Nullable String finish(Ending ending) {
        run.participants.lock.lock();
        try {
            run.free = true;
            run.participants.all().forEach(actor -> actor.mayGo.signal());
        } finally {
            run.participants.lock.unlock();
        }
        boolean force = ending != Ending.COMPLETE && ending != Ending.LEFT;
        if (force) {
            endWaitingSessions();
        }
        List<Actor> left = run.participants.await(GRACE.toNanos(), (actor, thread) -> {
            if (force && actor.state != State.IN_FLIGHT) {
                thread.interrupt();
            }
        });
        return left.isEmpty() ? null : Threads.stacks(left, "did not end within " + GRACE.toSeconds() + " s");
    }

    /** Who waits in the server is told by an error, and lets go of what it holds. The others go on by that. */
    private void endWaitingSessions() {
        for (Actor actor : waitingInServers()) {
            Server.Session session = actor.session;
            if (session != null) {
                session.server().end(session.id());
            }
        }
    }

    private List<Actor> waitingInServers() {
        run.participants.lock.lock();
        try {
            return run.participants.all().stream()
                    .filter(actor -> actor.state == State.IN_FLIGHT)
                    .toList();
        } finally {
            run.participants.lock.unlock();
        }
    }
}
