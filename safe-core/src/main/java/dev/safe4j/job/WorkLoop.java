package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Tidied;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims jobs for a worker while it has room, and now and then sees to those that nobody is at. Its one thread runs it. */
final class WorkLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_TIDY = Duration.ofSeconds(5);
    private static final Duration UPKEEP = Duration.ofMinutes(1);
    private static final String SCHEDULE = "schedule";
    private static final byte[] UNDEFINED = {};
    private static final Duration NOT_YET = Duration.ofDays(1);

    /** From so many on they are claimed by two statements at the same time, since one keeps one processor of the database busy. */
    private static final int MANY = 200;

    private final JobEngine engine;
    private final Handlings handlings;
    private final boolean buriesUnknown;
    private final String worker;
    private final Duration lease;
    private final Duration poll;
    private final Room room;
    private final Consumer<List<JobRun>> runs;
    private final ExecutorService beside;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean isWoken;
    private volatile boolean isTidyWanted;
    private boolean isPurgeWanted;
    private boolean isStopping;
    private Duration idle = SHORTEST_PAUSE;
    private long tidyAt = System.nanoTime();
    private long upkeepAt = System.nanoTime();
    private int first;

    /**
     * Makes a loop.
     *
     * @param runs takes what was claimed, of two threads at a time
     * @param beside where the other one of two claims is made
     */
    WorkLoop(
            JobWorkerBuilder options,
            Handlings handlings,
            Room room,
            Consumer<List<JobRun>> runs,
            ExecutorService beside) {
        this.engine = options.engine;
        this.handlings = handlings;
        this.buriesUnknown = options.buriesUnknown;
        this.worker = handlings.worker();
        this.lease = options.lease;
        this.poll = options.poll;
        this.room = room;
        this.runs = runs;
        this.beside = beside;
    }

    void wake(boolean inGroup) {
        lock.lock();
        try {
            isWoken = true;
            isTidyWanted |= inGroup;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            isStopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        while (pause(turn())) {
            // the next turn
        }
    }

    /** Does what there is to do, and returns how long to wait for more. */
    private Duration turn() {
        try {
            room.fill();
            boolean tidied = tidy();
            int wanted = room.wanted();
            if (wanted == 0) {
                return poll; // or until there is room
            }
            // another type is the first one each time, so that none is passed over for ever
            List<Claimable> types = handlings.claimable(first++);
            int claimed = wanted < MANY ? claim(types, wanted) : claimByTwo(types, wanted);
            room.claimed(wanted, claimed);
            if (claimed > 0 || tidied) {
                idle = SHORTEST_PAUSE;
                return claimed == wanted || tidied ? Duration.ZERO : idle;
            }
        } catch (RuntimeException | Error failure) { // its thread is the only one that claims
            LOG.warn("Worker {} could not claim jobs; it tries again.", worker, failure);
        }
        Duration now = idle;
        idle = shorter(poll, idle.multipliedBy(2));
        return now;
    }

    private int claim(List<Claimable> types, int wanted) {
        List<JobRun> claimed = engine.claim(types, wanted, worker, lease, JobWorkerBuilder.LONGEST_HOLD);
        runs.accept(claimed);
        return claimed.size();
    }

    /** Which one of them fails does not keep the other one from what it has claimed. */
    private int claimByTwo(List<Claimable> types, int wanted) {
        CompletableFuture<Integer> other = new CompletableFuture<>();
        beside.execute(() -> {
            try {
                other.complete(claim(types, wanted / 2));
            } catch (RuntimeException | Error failure) { // thrown where it is waited for
                other.completeExceptionally(failure);
            }
        });
        try {
            return claim(types, wanted - wanted / 2) + other.join();
        } finally {
            other.exceptionally(failure -> 0).join(); // before the loop may end
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration tidying() {
        return shorter(shorter(LONGEST_TIDY, poll), lease.dividedBy(3));
    }

    /** No longer than jobs of workers that died may wait to be found. */
    private boolean pause(Duration time) {
        lock.lock();
        try {
            long left = jittered(shorter(time, tidying()));
            while (left > 0 && !isWoken && !isStopping) {
                left = changed.awaitNanos(left);
            }
            if (isWoken) {
                idle = SHORTEST_PAUSE;
            }
            isWoken = false;
            return !isStopping;
        } catch (InterruptedException whoeverItWas) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static long jittered(Duration time) {
        long nanos = time.toNanos();
        return nanos == 0 ? 0 : nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
    }

    /** Whether it has let jobs be claimed. */
    private boolean tidy() {
        long now = System.nanoTime();
        if (now - upkeepAt >= 0) {
            upkeepAt = now + jittered(UPKEEP);
            handlings.known().forEach(this::scheduleOrLog);
            if (buriesUnknown) {
                handlings.meet(engine.store().counts());
            }
            isPurgeWanted = true;
        }
        if (isPurgeWanted) { // a step each turn, so that nothing waits for the last one
            isPurgeWanted = false; // one that fails waits for the next upkeep
            isPurgeWanted = engine.store().purge(JobStore.MOST_AT_ONCE) >= JobStore.MOST_AT_ONCE;
        }
        if (now - tidyAt < 0 && !isTidyWanted) {
            return false;
        }
        isTidyWanted = false; // before the look, so that none is missed
        tidyAt = now + jittered(tidying());
        Tidied tidied = engine.tidy(handlings.keepDead());
        return tidied.reclaimed() + tidied.turns() > 0;
    }

    /** One that cannot be scheduled keeps no other one from it. */
    private void scheduleOrLog(Handling handling) {
        try {
            ensureScheduled(handling);
        } catch (RuntimeException | Error failure) { // of a rule, or of the store
            LOG.warn("Schedule '{}' could not be looked at; it is tried again.", handling.type(), failure);
        }
    }

    /**
     * All workers do it, and one job stands for all of them. It is put down as one that is not due and about nothing, then moved to its
     * time: a delay counts from when the store gets it, so that the time would not be exact. Who dies in between leaves a job that the
     * others move, and who is late moves nothing: the job is about something by then.
     */
    private void ensureScheduled(Handling handling) {
        JobSchedule schedule = handling.schedule();
        if (schedule == null) {
            return;
        }
        JobStore store = engine.store();
        Instant now = store.now();
        Instant next = schedule.next().after(now);
        if (next == null) {
            LOG.warn("Schedule '{}' ({}) has no run any more.", schedule.name(), schedule.definition());
            return;
        }
        byte[] definition = engine.codec().encode(schedule.definition(), String.class);
        NewJob job =
                new NewJob(schedule.name(), UNDEFINED, Map.of(), JobStore.HIGHEST_PRIORITY, NOT_YET, SCHEDULE, null);
        Enqueued enqueued = store.enqueue(List.of(job)).get(0);
        StoredJob present = enqueued.isNew() ? null : store.find(enqueued.id());
        byte[] seen = present == null ? UNDEFINED : present.payload();
        if (!Arrays.equals(seen, definition)) {
            store.move(enqueued.id(), seen, next, definition);
        }
    }
}
