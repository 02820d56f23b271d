package dev.safe4j.test.schedule;

import dev.safe4j.test.schedule.Actor.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The actors of one run and their threads, with the lock that guards them. */
final class Participants {

    private static final long FIRST_STEP = TimeUnit.MILLISECONDS.toNanos(250);

    private static final Target NOWHERE = new Target() {
        @Override
        public Server.@Nullable Session session() {
            return null;
        }

        @Override
        public Exception lose() {
            throw new IllegalStateException("an event of the environment has no connection to lose");
        }
    };

    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();

    private final Actors cast;
    private final List<Actor> actors = new ArrayList<>();
    private final Map<Thread, Actor> byThread = new ConcurrentHashMap<>();

    Participants(Actors cast) {
        this.cast = cast;
        cast.bodies().forEach(body -> add(body, null));
    }

    private Actor add(Actors.Body body, @Nullable Actor parent) {
        Actor actor = new Actor(actors.size(), body, parent, lock.newCondition());
        actors.add(actor);
        return actor;
    }

    /** A copy, since tasks of adopted executors join while a run goes on. To be called under the lock. */
    List<Actor> all() {
        return List.copyOf(actors);
    }

    Actor get(int index) {
        return actors.get(index);
    }

    boolean crashes(Actor actor) {
        return actor.index < cast.bodies().size()
                && cast.bodies().get(actor.index).crashes();
    }

    @Nullable
    Actor current() {
        return byThread.get(Thread.currentThread());
    }

    void start(ScheduledRun run) {
        for (Actor actor : List.copyOf(actors)) {
            Thread thread = new Thread(() -> play(actor, run), "race " + actor.name);
            thread.setDaemon(true);
            thread.start();
            awaitFirstStep(actor);
        }
    }

    /** One after the other, so that what they do before their first steps is done in one order as well. */
    private void awaitFirstStep(Actor actor) {
        lock.lock();
        try {
            long left = FIRST_STEP;
            while (left > 0 && actor.state != State.READY && actor.state != State.DONE) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void play(Actor actor, ScheduledRun run) {
        Callable<? extends @Nullable Object> work = actor.body;
        if (work == null) {
            throw new IllegalStateException(actor.name + " has no body");
        }
        inside(actor, () -> {
            Object value = actor.ungated ? event(actor, run, work) : work.call();
            actor.value = value;
        });
    }

    private static @Nullable Object event(Actor actor, ScheduledRun run, Callable<? extends @Nullable Object> work)
            throws Throwable {
        Step step = new Step(Step.Kind.EVENT, actor.name, actor.name, "", Footprint.unknown(), null);
        return run.<@Nullable Object>perform(step, NOWHERE, event -> work.call());
    }

    private interface Body {
        void run() throws Throwable;
    }

    private void inside(Actor actor, Body body) {
        actor.thread = Thread.currentThread();
        Actor caller = byThread.put(Thread.currentThread(), actor);
        State before = caller == null ? State.DONE : caller.state;
        become(actor, State.RUNNING);
        try {
            body.run();
        } catch (Throwable failure) {
            actor.failure = failure;
        } finally {
            closeWhatIsOpen(actor);
            leave(actor, caller, before);
        }
    }

    /** An executor may run a task in the thread of who hands it on, who then goes on in the same instant. */
    private void leave(Actor actor, @Nullable Actor caller, State before) {
        lock.lock();
        try {
            if (caller == null) {
                byThread.remove(Thread.currentThread());
            } else {
                byThread.put(Thread.currentThread(), caller);
                caller.enter(before);
            }
            become(actor, State.DONE);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is stopped by a task of its own that its thread runs. To be called under the lock. */
    boolean runsItsTask(Actor actor) {
        Actor now = actor.thread == null ? null : byThread.get(actor.thread);
        return now != null && !now.equals(actor);
    }

    private static void closeWhatIsOpen(Actor actor) {
        if (actor.open.isEmpty()) {
            return;
        }
        IllegalStateException leak = new IllegalStateException(actor.name + " ended with " + actor.open.size()
                + " open connection(s): close them, in a finally or a try");
        for (AutoCloseable each : List.copyOf(actor.open)) {
            try {
                each.close();
            } catch (Exception further) {
                leak.addSuppressed(further);
            }
        }
        if (actor.failure == null) {
            actor.failure = leak;
        } else {
            actor.failure.addSuppressed(leak);
        }
    }

    /** Binds a task to the actor that hands it on: a participant of its own, whose steps are scheduled like any. */
    void handOn(Runnable task, Executor executor) {
        Actor parent = current();
        if (parent == null) {
            executor.execute(task);
            return;
        }
        Actor child = childOf(parent);
        try {
            executor.execute(() -> play(child, task));
        } catch (RuntimeException | Error rejected) {
            if (child.thread == null) {
                become(child, State.DONE); // nobody will run it
            }
            throw rejected;
        }
    }

    private Actor childOf(Actor parent) {
        lock.lock();
        try {
            long siblings =
                    actors.stream().filter(other -> other.isChildOf(parent)).count();
            return add(new Actors.Body(parent.name + "/" + (siblings + 1), null, false, false), parent);
        } finally {
            lock.unlock();
        }
    }

    private void play(Actor child, Runnable task) {
        inside(child, task::run);
        if (child.failure instanceof RuntimeException failure) {
            throw failure;
        }
        if (child.failure instanceof Error failure) {
            throw failure;
        }
    }

    void become(Actor actor, State next) {
        lock.lock();
        try {
            actor.enter(next);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all have ended; returns those that have not within the bound. */
    List<Actor> await(long nanos, BiConsumer<Actor, Thread> nudge) {
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (true) {
                List<Actor> left = actors.stream()
                        .filter(actor -> actor.state != State.DONE)
                        .toList();
                if (left.isEmpty() || System.nanoTime() - end >= 0) {
                    return left;
                }
                left.forEach(actor -> {
                    if (actor.thread != null) {
                        nudge.accept(actor, actor.thread);
                    }
                });
                changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.copyOf(actors);
        } finally {
            lock.unlock();
        }
    }

    List<String> names() {
        return all().stream().map(actor -> actor.name).toList();
    }

    /** Of all that were begun: a task that its executor rejected has none. */
    List<Actors.Outcome> outcomes() {
        return all().stream()
                .filter(actor -> actor.parent == null || actor.thread != null)
                .map(actor -> new Actors.Outcome(actor.name, actor.value, actor.failure))
                .toList();
    }
}
