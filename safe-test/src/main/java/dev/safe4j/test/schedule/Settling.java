package dev.safe4j.test.schedule;

import dev.safe4j.test.schedule.Actor.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until every actor is stopped before a step, at its end, or proven to wait for another. */
final class Settling {

    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long POOL_IS_EMPTY = TimeUnit.MILLISECONDS.toNanos(50);

    private final Participants participants;
    private final ScheduledRun.Limits limits;
    private final Evidence evidence;
    private @Nullable String why;

    /** What the actors have come to. */
    enum Outcome {
        CHOICE,
        ENDED,
        STUCK,
        SLOW
    }

    Settling(ScheduledRun run, ScheduledRun.Limits limits) {
        this.participants = run.participants;
        this.limits = limits;
        this.evidence = new Evidence(run);
    }

    /** Why the last outcome was no choice. */
    @Nullable
    String why() {
        return why;
    }

    Outcome settle() {
        boolean askFirst = reexamine();
        long allWaitSince = 0;
        while (true) {
            Outcome outcome = askFirst ? glance() : await();
            askFirst = false;
            if (outcome == null) {
                evidence.gather();
                outcome = glance();
            }
            if (outcome != null) {
                return outcome;
            }
            if (!allWait()) {
                allWaitSince = 0;
                continue;
            }
            allWaitSince = allWaitSince == 0 ? System.nanoTime() : allWaitSince;
            if (isStuck(System.nanoTime() - allWaitSince)) {
                return Outcome.STUCK;
            }
            awaitTheServer();
        }
    }

    /** Who was waiting may have been freed by the last step. Tells whether there is nobody else to wait for. */
    private boolean reexamine() {
        participants.lock.lock();
        try {
            boolean others = false;
            for (Actor actor : participants.all()) {
                if (actor.blocked != null) {
                    actor.reexamine();
                } else {
                    others |= actor.isUnderWay();
                }
            }
            return !others;
        } finally {
            participants.lock.unlock();
        }
    }

    private @Nullable Outcome await() {
        participants.lock.lock();
        try {
            long left = GLANCE;
            while (left > 0 && participants.all().stream().anyMatch(Actor::isUnderWay)) {
                left = participants.changed.awaitNanos(left);
            }
            return glance();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            why = "the test's thread was interrupted";
            return Outcome.SLOW;
        } finally {
            participants.lock.unlock();
        }
    }

    private @Nullable Outcome glance() {
        participants.lock.lock();
        try {
            List<Actor> all = participants.all();
            for (Actor actor : all) {
                if (actor.isUnderWay()) {
                    return isSlow(actor) ? Outcome.SLOW : null;
                }
            }
            if (all.stream().allMatch(actor -> actor.state == State.DONE)) {
                return Outcome.ENDED;
            }
            return all.stream().anyMatch(actor -> actor.state == State.READY) ? Outcome.CHOICE : null;
        } finally {
            participants.lock.unlock();
        }
    }

    private boolean isSlow(Actor actor) {
        if (System.nanoTime() - actor.since < limits.step().toNanos()) {
            return false;
        }
        why = Threads.stacks(
                List.of(actor),
                "waits for no other actor, and has not come to its next step within "
                        + limits.step().toMillis() + " ms");
        return true;
    }

    private boolean allWait() {
        participants.lock.lock();
        try {
            return participants.all().stream().noneMatch(actor -> actor.isUnderWay() || actor.state == State.READY);
        } finally {
            participants.lock.unlock();
        }
    }

    /** The server may end a deadlock: whom it frees says so itself, and then all have to be asked again. */
    private void awaitTheServer() {
        participants.lock.lock();
        try {
            long left = GLANCE;
            while (left > 0 && allWait()) {
                left = participants.changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test's thread was interrupted", interrupted);
        } finally {
            participants.lock.unlock();
        }
        if (!allWait()) {
            reexamine();
        }
    }

    private boolean isStuck(long waited) {
        participants.lock.lock();
        try {
            List<Actor> left = participants.all().stream()
                    .filter(actor -> actor.state != State.DONE)
                    .toList();
            List<Actor> ofThemselves =
                    left.stream().filter(actor -> actor.waitsForItself).toList();
            boolean pool = left.stream().anyMatch(actor -> actor.state == State.IN_POOL);
            if (!ofThemselves.isEmpty()) {
                why = Threads.waits(ofThemselves, "self-deadlock: an actor waits for its own other connection");
                return true;
            }
            if (pool && waited > POOL_IS_EMPTY) {
                why = Threads.waits(left, "pool starvation: who waits for a connection waits for those that have them");
                return true;
            }
            why = Threads.waits(
                    left,
                    "nobody can go on: all wait, and the server has not ended it within "
                            + Duration.ofNanos(waited).toMillis() + " ms");
            return waited > limits.stuck().toNanos();
        } finally {
            participants.lock.unlock();
        }
    }
}
