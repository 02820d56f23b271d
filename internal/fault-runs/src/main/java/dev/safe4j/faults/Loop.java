package dev.safe4j.faults;

import dev.safe4j.faults.Step.Kind;
import dev.safe4j.faults.Step.Outcome;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockInterruptedException;
import dev.safe4j.lock.LockTimeoutException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One thread's rounds: acquire, then several times check and write, then release. It writes whatever the check says, as a holder does
 * that does not ask: so the resource has to refuse what comes too late.
 */
final class Loop implements Runnable {

    private static final long AFTER_A_FAILURE = 20;

    private final String name;
    private final Task task;
    private final Site site;
    private final Journal journal;
    private final Gate gate;
    private volatile @Nullable Kind doing;

    Loop(String name, Task task, Site site, Journal journal, Gate gate) {
        this.name = name;
        this.task = task;
        this.site = site;
        this.journal = journal;
        this.gate = gate;
    }

    @Override
    public void run() {
        List<String> keys = task.keys();
        while (!gate.isOver()) {
            Thread.interrupted(); // of the round before
            round(keys.get(ThreadLocalRandom.current().nextInt(keys.size())));
        }
    }

    private void round(String key) {
        Step acquiring = journal.begins(name, key);
        HeldLock lock = acquire(acquiring);
        if (lock == null) {
            return;
        }
        Step acquired = journal.ends(acquiring, Outcome.GRANTED, lock.fence(), heldUntil(lock));
        int beats = 1 + ThreadLocalRandom.current().nextInt(task.number("beats", 2));
        boolean refused = false;
        for (int i = 0; i < beats && !refused && !gate.isOver(); i++) {
            check(acquired, lock);
            refused = write(acquired) == Outcome.REFUSED;
            gate.pass(acquired);
            gate.isOverWithin(
                    ThreadLocalRandom.current().nextLong(task.millis("beat", 5).toMillis() + 1));
        }
        release(acquired, lock);
    }

    /** What it is doing now, null if nothing of importance. */
    @Nullable
    Kind doing() {
        return doing;
    }

    private @Nullable HeldLock acquire(Step acquiring) {
        doing = Kind.ACQUIRE;
        try {
            return site.locks().acquire(acquiring.key());
        } catch (LockTimeoutException busy) {
            journal.ends(acquiring, Outcome.TIMED_OUT);
        } catch (LockInterruptedException interrupted) {
            journal.ends(acquiring, Outcome.INTERRUPTED);
        } catch (RuntimeException failure) {
            site.store().note(failure);
            journal.ends(acquiring, Unanswered.is(failure) ? Outcome.UNKNOWN : Outcome.FAILED);
            gate.isOverWithin(AFTER_A_FAILURE);
        } finally {
            doing = null;
        }
        return null;
    }

    /** Not later than the lease's end in the store: the moment is taken before what is left. Zero if nothing is left. */
    private static long heldUntil(HeldLock lock) {
        long now = System.nanoTime();
        long left = lock.remaining().toNanos();
        return left == 0 ? 0 : now + left;
    }

    private void check(Step acquired, HeldLock lock) {
        Step step = journal.begins(Kind.CHECK, acquired);
        long until = heldUntil(lock);
        boolean held = lock.isHeld();
        journal.ends(step, held ? Outcome.KEPT : Outcome.LOST, step.fence(), held ? until : 0);
    }

    private Outcome write(Step acquired) {
        Step step = journal.begins(Kind.WRITE, acquired);
        Outcome outcome = Outcome.FAILED;
        doing = Kind.WRITE;
        try {
            outcome = site.resource().write(step.key(), step.fence(), step.id()) ? Outcome.ACCEPTED : Outcome.REFUSED;
        } catch (RuntimeException unknown) {
            site.store().note(unknown);
        }
        doing = null;
        journal.ends(step, outcome);
        return outcome;
    }

    private void release(Step acquired, HeldLock lock) {
        Step step = journal.begins(Kind.RELEASE, acquired);
        doing = Kind.RELEASE;
        try {
            lock.close();
            journal.ends(step, Outcome.RELEASED);
        } catch (LeaseLostException lost) {
            journal.ends(step, Outcome.LOST);
        } catch (RuntimeException failure) {
            journal.ends(step, Outcome.FAILED);
        }
        doing = null;
    }
}
