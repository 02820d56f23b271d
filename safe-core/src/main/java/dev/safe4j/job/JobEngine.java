package dev.safe4j.job;

import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.job.JobListener.End;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Tidied;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseKeeper;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.lock.ReleaseSignal.Listening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims jobs and keeps the claims, for workers and for those with a loop of their own. Thread-safe. */
final class JobEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

    private final JobStore store;
    private final AnswerCodec codec;
    private final JobContext context;
    private final JobListeners listeners;
    private final LeaseKeeper keeper;
    private final List<Wakeable> workers = new CopyOnWriteArrayList<>();
    private final @Nullable ReleaseSignal signal;
    private @Nullable Listening listening;

    /** Who looks for jobs. */
    @FunctionalInterface
    interface Wakeable {

        void wake(boolean inGroup);
    }

    JobEngine(JobQueueBuilder options) {
        this.store = options.store;
        this.codec = options.codec;
        this.context = options.context;
        this.listeners = new JobListeners(options.listeners);
        this.signal = options.signal;
        this.keeper = new LeaseKeeper("jobs-" + store.name(), this::renew);
    }

    JobStore store() {
        return store;
    }

    AnswerCodec codec() {
        return codec;
    }

    JobContext context() {
        return context;
    }

    JobListeners listeners() {
        return listeners;
    }

    /** The statement is one for all leases of one length, as all of a worker are. */
    private List<Boolean> renew(List<Lease> leases) {
        Map<Duration, List<Lease>> byLength =
                leases.stream().collect(Collectors.groupingBy(Lease::length, LinkedHashMap::new, Collectors.toList()));
        Map<Lease, Boolean> answers = new LinkedHashMap<>();
        byLength.forEach((length, some) -> {
            List<Boolean> lasting =
                    store.renew(some.stream().map(JobEngine::owner).toList(), length);
            for (int i = 0; i < some.size(); i++) {
                answers.put(some.get(i), lasting.get(i));
            }
        });
        int lost = (int) answers.values().stream().filter(each -> !each).count();
        listeners.tell(each -> each.onRenewed(leases.size(), lost));
        Duration lag = leases.stream().map(JobEngine::lag).reduce(Duration.ZERO, JobEngine::longer);
        listeners.tell(each -> each.onHeartbeat(lag));
        return leases.stream().map(answers::get).toList();
    }

    /** By how much a lease has been without a renewal for longer than planned. */
    private static Duration lag(Lease lease) {
        return lease.age().minus(lease.length().dividedBy(3));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** What a lease is of: the id of the job, after its type. */
    private static String key(Claimed job) {
        return job.type() + ":" + job.id();
    }

    private static Owner owner(Lease lease) {
        String key = lease.key();
        return new Owner(Long.parseLong(key.substring(key.lastIndexOf(':') + 1)), lease.token());
    }

    /**
     * Claims jobs, and has the claims renewed.
     *
     * @param longest for how long they are renewed
     */
    List<JobRun> claim(List<Claimable> types, int atMost, String worker, Duration length, Duration longest) {
        keeper.ensureOpen(); // else a worker that outlives its queue would take jobs from others, and lose them
        String token = UUID.randomUUID().toString();
        long asked = System.nanoTime();
        List<Claimed> claimed = store.claim(new Wanted(types, atMost, worker, token, length));
        Map<String, Integer> attempts =
                types.stream().collect(Collectors.toMap(Claimable::type, Claimable::attempts, (one, same) -> one));
        List<JobRun> runs = new ArrayList<>();
        for (Claimed each : claimed) {
            Lease lease = new Lease(key(each), token, each.attempt(), length, asked);
            runs.add(new JobRun(this, each, lease, attempts.getOrDefault(each.type(), each.attempt())));
        }
        try {
            runs.forEach(each -> keeper.keep(each.lease(), longest));
        } catch (RuntimeException | Error unkept) { // it was closed meanwhile, or has no thread
            giveBack(runs, unkept);
            throw unkept;
        }
        listeners.tell(each -> each.onClaimed(atMost, claimed.size()));
        return runs;
    }

    private void giveBack(List<JobRun> notBegun, Throwable why) {
        try {
            giveBack(notBegun);
        } catch (RuntimeException | Error failure) {
            why.addSuppressed(failure);
        }
    }

    /** Else they wait for the end of their leases, and have an attempt less. What the store throws is thrown; no claim is kept even so. */
    void giveBack(List<JobRun> notBegun) {
        notBegun.forEach(this::forget);
        store.end(notBegun.stream()
                .<JobEnding>map(each -> new JobEnding.GiveBack(each.owner()))
                .toList());
    }

    /** Sets anew for how long a claim is renewed, from now on; false if the queue was closed. */
    boolean keep(JobRun run, Duration longest) {
        try {
            keeper.keep(run.lease(), longest);
            return true;
        } catch (IllegalStateException closed) {
            LOG.warn("{} is not run: the queue was closed before its workers.", run);
            return false;
        }
    }

    /** The claim has ended: it is renewed no more, and its signal is not given any more. */
    void forget(JobRun run) {
        keeper.forget(run.lease());
        run.lease().end();
    }

    void lose(Lease lease, String why) {
        keeper.forget(lease);
        lease.lose(why, Runnable::run);
    }

    void ended(JobRun run, End end, Duration time) {
        if (end == End.LOST) {
            LOG.warn(
                    "{} ended after {} ms, when its claim was lost: another worker has it or will, unless its end was written and the answer lost.",
                    run,
                    time.toMillis());
        }
        listeners.tell(each -> each.onEnded(run, end, time));
    }

    /** Sees to jobs that nobody is at, and has the workers look for those that can be claimed by that. */
    Tidied tidy(Duration keepDead) {
        Tidied tidied = store.tidy(JobStore.MOST_AT_ONCE, keepDead);
        listeners.tell(each -> each.onTidied(tidied));
        if (tidied.reclaimed() + tidied.turns() > 0) {
            wakeWorkers(false);
        }
        return tidied;
    }

    /** Adds who is told of what is enqueued here, and elsewhere if there is a signal of it. */
    synchronized void addWorker(Wakeable worker) {
        workers.add(worker);
        if (signal != null && listening == null) {
            listening = signal.listen(jobs -> wakeWorkers(jobs.equals(JobStore.IN_GROUP)));
        }
    }

    synchronized void removeWorker(Wakeable worker) {
        workers.remove(worker);
        if (workers.isEmpty() && listening != null) {
            listening.close();
            listening = null;
        }
    }

    /**
     * Has them look for jobs.
     *
     * @param inGroup a turn has to be given before
     */
    void wakeWorkers(boolean inGroup) {
        workers.forEach(each -> each.wake(inGroup));
    }

    @Override
    public void close() {
        keeper.close();
    }
}
