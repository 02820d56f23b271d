package dev.safe4j.lock;

import dev.safe4j.lock.LockListener.Outcome;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to acquire one lock, bounded in time. Used by one thread. */
final class Acquisition {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    /** A lease that has ended is looked at a moment later, since its end is told in whole milliseconds. */
    private static final Duration AFTER_THE_END = Duration.ofMillis(1);

    private final LockEngine engine;
    private final String key;
    private final LockOptions options;
    private final Deadline deadline;
    private final long begun = System.nanoTime();

    Acquisition(LockEngine engine, String key, LockOptions options, Deadline deadline) {
        this.engine = engine;
        this.key = key;
        this.options = options;
        this.deadline = deadline;
    }

    /** Acquires it, or throws what came in between. */
    HeldLock orThrow() {
        Cohort cohort = engine.join(key);
        HeldLock lock = in(cohort);
        if (lock != null) {
            return lock;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new LockInterruptedException(key);
        }
        engine.refuseIfClosed(key);
        throw timeout(cohort);
    }

    /** Acquires it, or gives null if it was not free in time or the thread was interrupted. */
    @Nullable
    HeldLock orNull() {
        return in(engine.join(key));
    }

    private @Nullable HeldLock in(Cohort cohort) {
        Consumer<Outcome> attempt = engine.events().attemptBegins(List.of(key));
        HeldLock lock = null;
        boolean failed = true;
        try {
            lock = turn(cohort);
            failed = false;
            return lock;
        } finally {
            Outcome outcome = outcome(lock, failed);
            engine.events().attempted(key, outcome, waited());
            attempt.accept(outcome);
            if (lock == null) {
                engine.leave(cohort);
            }
        }
    }

    private Outcome outcome(@Nullable HeldLock lock, boolean failed) {
        if (lock != null) {
            return Outcome.ACQUIRED;
        }
        if (failed) {
            return Outcome.FAILED;
        }
        if (Thread.currentThread().isInterrupted()) {
            return Outcome.INTERRUPTED;
        }
        return options.within().isZero() ? Outcome.BUSY : Outcome.TIMED_OUT;
    }

    private @Nullable HeldLock turn(Cohort cohort) {
        Waiter me = Thread.currentThread().isInterrupted() ? null : cohort.enter(options, deadline);
        if (me == null) {
            return null;
        }
        HeldLock handed = me.handed();
        if (handed != null && takesOver(cohort, handed)) {
            return handed;
        }
        HeldLock lock = null;
        try {
            lock = fromStore(cohort, me);
            return lock;
        } finally {
            if (lock == null) {
                cohort.passOn();
            }
        }
    }

    private boolean takesOver(Cohort cohort, HeldLock handed) {
        try {
            return cohort.takeOver(handed);
        } catch (RuntimeException failure) {
            refuse(cohort, handed);
            throw LockInterruptedException.or(key, failure);
        } catch (Error failure) {
            refuse(cohort, handed);
            throw failure;
        }
    }

    /** Lets the next in, whether what was handed over is lost already or not. */
    private void refuse(Cohort cohort, HeldLock handed) {
        handed.refuse();
        engine.enter(key); // once more, since either end leaves in the caller's name
        if (cohort.settles(handed)) {
            cohort.release(handed);
        } else {
            cohort.passOn();
            engine.leave(cohort);
        }
    }

    private @Nullable HeldLock fromStore(Cohort cohort, Waiter me) {
        cohort.waitsForStore(me);
        try {
            letOthersGoFirst(me);
            for (int look = 0; ; look++) {
                boolean last = deadline.isOver();
                Object answer = ask(cohort, !last);
                if (answer instanceof HeldLock lock) {
                    return lock;
                }
                if (last || Thread.currentThread().isInterrupted() || engine.isClosed()) {
                    return null;
                }
                me.awaitSignal(deadline.orSooner(pause((Busy) answer, look)));
            }
        } finally {
            cohort.waitsForStore(null);
        }
    }

    private Duration pause(Busy busy, int look) {
        Duration poll = engine.polling().wait(look);
        Duration end = busy.remaining().plus(AFTER_THE_END);
        return end.compareTo(poll) < 0 ? end : poll;
    }

    private void letOthersGoFirst(Waiter me) {
        Deadline until = engine.standsBackUntil(key);
        if (until != null && !until.isOver() && !deadline.isOver()) {
            me.pause(until.leftNanos() < deadline.leftNanos() ? until : deadline);
        }
    }

    /** The lock, or who has it. */
    private Object ask(Cohort cohort, boolean waits) {
        Request request = engine.request(key, options, waits);
        long asked = System.nanoTime();
        Answer answer;
        try {
            answer = engine.store().acquire(List.of(request)).get(0);
        } catch (RuntimeException failure) {
            engine.cleanUp(List.of(request), failure);
            throw LockInterruptedException.or(key, failure);
        }
        if (answer instanceof Granted granted) {
            cohort.saw(null);
            Tenure tenure = engine.tenure(request, granted, options, asked);
            return tenure.isOver() ? tooLate(request, granted) : cohort.begin(tenure, options);
        }
        cohort.saw((Busy) answer);
        return answer;
    }

    /** The answer took longer than the lease: what is over is not handed out, as if somebody else had it until now. */
    private Busy tooLate(Request request, Granted granted) {
        engine.cleanUp(List.of(request));
        return new Busy(engine.owner(), granted.firstFence(), granted.since(), Duration.ZERO);
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private LockTimeoutException timeout(Cohort cohort) {
        HeldLock here = cohort.current();
        Busy seen = cohort.seen();
        if (here != null) {
            return timeout(
                    "held since " + time(here.tenure().now().minus(here.held())) + " by a caller of this process, "
                            + engine.owner() + " (fence " + here.fence() + ")",
                    here.remaining());
        }
        return seen == null
                ? timeout("other callers of this process were first", Duration.ZERO)
                : timeout(
                        "held since " + time(seen.since()) + " by " + seen.owner() + " (fence " + seen.fence() + ")",
                        seen.remaining());
    }

    private static String time(java.time.Instant moment) {
        return TIME.format(moment.atZone(ZoneId.systemDefault()));
    }

    private LockTimeoutException timeout(String holder, Duration remaining) {
        String end = remaining.isZero() ? "" : ", its lease ends in " + Durations.shown(remaining);
        return new LockTimeoutException(key, waited(), holder + end, remaining);
    }
}
