package dev.safe4j.test.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One participant of a run, on a thread of its own. Its fields are guarded by the run's lock. */
final class Actor {

    /** Where an actor is. */
    enum State {
        /** Handed to an executor that has not begun it. */
        QUEUED,
        /** In Java code, between two steps. */
        RUNNING,
        /** Stopped before a step. */
        READY,
        /** Its step is under way. */
        IN_FLIGHT,
        /** Inside a pool that has no connection for it. */
        IN_POOL,
        /** Its body has ended. */
        DONE
    }

    final int index;
    final String name;
    final @Nullable Actor parent;
    final @Nullable Callable<? extends @Nullable Object> body;
    final Condition mayGo;
    final Set<Server.Session> sessions = new HashSet<>();
    /** Of the actor's own thread. */
    final Set<AutoCloseable> open = new LinkedHashSet<>();

    State state;

    @Nullable
    Thread thread;

    @Nullable
    Step pending;

    @Nullable
    Event event;

    Server.@Nullable Session session;
    Move.@Nullable Fate granted;
    Event.@Nullable Wait blocked;
    long since = System.nanoTime();
    boolean waitedBefore;
    boolean waitsForItself;
    long firstEvidence;
    /** When the present wait was first proven; 0 while there is none. */
    long knownToWaitSince;

    volatile @Nullable BooleanSupplier poolIsEmpty;
    int steps;
    boolean ungated;

    @Nullable
    Object value;

    @Nullable
    Throwable failure;

    Actor(int index, Actors.Body body, @Nullable Actor parent, Condition mayGo) {
        this.index = index;
        this.name = body.name();
        this.body = body.work();
        this.ungated = body.ungated();
        this.parent = parent;
        this.mayGo = mayGo;
        this.state = parent == null ? State.RUNNING : State.QUEUED;
    }

    void enter(State next) {
        state = next;
        since = System.nanoTime();
        blocked = null;
        waitedBefore = false;
        knownToWaitSince = 0;
        waitsForItself = false;
        firstEvidence = 0;
    }

    /** Asks again whether it still waits: only for those that have waited does a lagging server's evidence need two looks. */
    void reexamine() {
        blocked = null;
        firstEvidence = 0;
        since = System.nanoTime();
    }

    boolean isUnderWay() {
        return state != State.READY && state != State.DONE && blocked == null;
    }

    boolean isChildOf(Actor other) {
        return parent == other;
    }
}
