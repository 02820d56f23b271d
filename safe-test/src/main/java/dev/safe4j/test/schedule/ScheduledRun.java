package dev.safe4j.test.schedule;

import dev.safe4j.test.schedule.Actor.State;
import dev.safe4j.test.schedule.Move.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of all actors under a schedule: each is stopped before its next step on a server, and goes on when it is chosen. Java
 * code between two steps runs freely, so at most one actor runs at a time, but for those that a release has woken.
 *
 * <p>Stateless model checking with real threads, after VeriSoft (Godefroid 1997) and CHESS (Musuvathi and Qadeer 2007), with the
 * statement as the unit instead of the memory access.
 */
public final class ScheduledRun {

    private static final Step POOL =
            new Step(Step.Kind.EVENT, "get a connection", "get a connection", "", Footprint.unknown(), null);

    final Participants participants;
    final Set<Server.Session> holders = ConcurrentHashMap.newKeySet();
    final Set<Server.Session> lockers = ConcurrentHashMap.newKeySet();

    private final List<Event> events = new ArrayList<>();
    private final List<Event> ended = new ArrayList<>();
    private final Limits limits;
    /** Guarded by the lock: all gates are open. */
    boolean free;

    private int places;
    volatile @Nullable String overrun;
    volatile @Nullable String broken;
    volatile @Nullable String refused;

    /**
     * The bounds of a run.
     *
     * @param steps of one actor
     * @param step how long one step may take that waits for nobody
     * @param stuck how long all may wait before the run is given up
     */
    public record Limits(int steps, Duration step, Duration stuck) {}

    /**
     * What a step does.
     *
     * @param <T> its result
     */
    public interface Work<T extends @Nullable Object> {

        /**
         * Does it.
         *
         * @param event to be told the result
         * @return the result
         * @throws Throwable as the actor shall see it
         */
        T run(Event event) throws Throwable;
    }

    /**
     * A run that has not begun.
     *
     * @param cast who takes part
     * @param limits its bounds
     */
    public ScheduledRun(Actors cast, Limits limits) {
        this.participants = new Participants(cast);
        this.limits = limits;
    }

    /**
     * Tells whose turn the calling thread is.
     *
     * @return whether it is one of the actors of this run
     */
    public boolean isActor() {
        return participants.current() != null;
    }

    /** The steps so far, in the order of their starts; to be called when all actors have ended, or under the lock. */
    List<Event> events() {
        return events;
    }

    Limits limits() {
        return limits;
    }

    /**
     * Takes a step: waits until it is chosen, does it, notes what came of it.
     *
     * @param <T> its result
     * @param step what it is
     * @param target the connection it goes through
     * @param work does it
     * @return its result
     * @throws Throwable what the work threw, or what a client sees whose connection was lost
     */
    public <T extends @Nullable Object> T perform(Step step, Target target, Work<T> work) throws Throwable {
        Actor actor = current();
        Event event = arrive(actor, step, target);
        try {
            if (event.fate() == Fate.LOST_BEFORE) {
                throw target.lose();
            }
            T result = work.run(event);
            if (event.fate() == Fate.REPLY_LOST) {
                throw target.lose();
            }
            return result;
        } catch (Throwable failure) {
            event.failed(failure);
            throw failure;
        } finally {
            leave(actor, event);
        }
    }

    private Actor current() {
        Actor actor = participants.current();
        if (actor == null) {
            throw new IllegalStateException("thread " + Thread.currentThread().getName() + " is no actor of this run");
        }
        return actor;
    }

    private Event arrive(Actor actor, Step step, Target target) {
        participants.lock.lock();
        try {
            actor.session = target.session();
            if (actor.session != null) {
                actor.sessions.add(actor.session);
            }
            if (!free && !isInside(actor)) {
                awaitTurn(actor, step);
            }
            Event event = new Event(actor.index, step, actor.granted == null ? Fate.RUNS : actor.granted);
            actor.granted = null;
            actor.pending = null;
            if (!isInside(actor)) {
                event.startedAt(++places);
                events.add(event);
                actor.event = event;
            }
            actor.enter(State.IN_FLIGHT);
            return event;
        } finally {
            participants.lock.unlock();
        }
    }

    private void awaitTurn(Actor actor, Step step) {
        if (++actor.steps > limits.steps()) {
            overrun = actor.name + " took more than " + limits.steps() + " steps";
        }
        actor.pending = step;
        actor.enter(State.READY);
        participants.changed.signal();
        while (actor.granted == null && !free) {
            actor.mayGo.awaitUninterruptibly();
        }
    }

    /** An event of the environment runs statements of its own, inside its one step. */
    private static boolean isInside(Actor actor) {
        return actor.ungated && actor.event != null;
    }

    private void leave(Actor actor, Event event) {
        participants.lock.lock();
        try {
            if (actor.event == event) {
                ended.add(event);
                actor.event = null;
                actor.enter(State.RUNNING);
                actor.session = null;
            }
            participants.changed.signal();
        } finally {
            participants.lock.unlock();
        }
    }

    /** A release and the steps that it has woken end at once: in the timeline they end one after the other, the release first. */
    void placeEnds() {
        participants.lock.lock();
        try {
            ended.sort(Comparator.comparing((Event event) -> event.waited() != null)
                    .thenComparingInt(Event::started));
            ended.forEach(event -> event.endedAt(++places));
            ended.clear();
        } finally {
            participants.lock.unlock();
        }
    }

    /**
     * Notes that the calling actor asks a pool for a connection, so that an empty pool is told from slow code.
     *
     * @param <T> a connection
     * @param isEmpty whether the pool has none left and can make none; null if the pool does not say
     * @param work gets the connection
     * @return the connection
     * @throws Throwable what the pool threw
     */
    public <T> T borrow(@Nullable BooleanSupplier isEmpty, Work<T> work) throws Throwable {
        Actor actor = current();
        Event nowhere = new Event(actor.index, POOL, Fate.RUNS);
        State before = actor.state;
        actor.poolIsEmpty = isEmpty;
        participants.become(actor, State.IN_POOL);
        try {
            return work.run(nowhere);
        } finally {
            participants.become(actor, before);
        }
    }

    /**
     * Notes that the calling actor has a connection.
     *
     * @param connection to be closed when the actor has ended, if it is still open
     * @return the actor's name for it: "" for the only one it has, "#2" for a second one beside it
     */
    public String opened(AutoCloseable connection) {
        Actor actor = current();
        actor.open.add(connection);
        return actor.open.size() == 1 ? "" : "#" + actor.open.size();
    }

    /**
     * Notes that the calling actor has given a connection back.
     *
     * @param connection as it was opened
     */
    public void closed(AutoCloseable connection) {
        current().open.remove(connection);
    }

    /** Notes that nothing can be said about this run, and why. */
    void broken(String reason) {
        broken = reason;
    }

    /**
     * Notes that an actor was refused a call that no schedule can order: if it goes on, nothing can be said of what it would have done.
     *
     * @param reason what and why
     */
    public void refused(String reason) {
        refused = reason;
    }

    /**
     * Hands a task to an executor, as a participant of its own if the calling thread is an actor.
     *
     * @param task to be run on any thread
     * @param executor runs it; what it throws is the caller's
     */
    public void handOn(Runnable task, Executor executor) {
        participants.handOn(task, executor);
    }

    /**
     * Notes whether a session has locked something before the step that it is about to take: only then can that step be a part of
     * a deadlock.
     *
     * @param session a session
     * @param locked whether its transaction has
     */
    public void hasLockedBefore(Server.Session session, boolean locked) {
        if (locked) {
            lockers.add(session);
        } else {
            lockers.remove(session);
        }
    }

    /**
     * Notes whether a session may hold locks now: only for such a one can another session wait.
     *
     * @param session a session
     * @param holds whether it has a transaction open, or locks that outlive transactions
     */
    public void mayHoldLocks(Server.Session session, boolean holds) {
        if (holds) {
            holders.add(session);
        } else {
            holders.remove(session);
        }
    }
}
