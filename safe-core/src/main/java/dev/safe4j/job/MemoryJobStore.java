package dev.safe4j.job;

import dev.safe4j.job.JobEnding.Bury;
import dev.safe4j.job.JobEnding.Done;
import dev.safe4j.job.JobEnding.GiveBack;
import dev.safe4j.job.JobEnding.Renew;
import dev.safe4j.job.JobEnding.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of one process: for tests, and for programs whose jobs may end with them. Thread-safe. Its clock is the monotonic
 * one, set once by the start of the process. A transaction of the caller's is not known to it: a job is there at once.
 */
public final class MemoryJobStore implements JobStore {

    private final String name;
    private final MemoryJobs jobs = new MemoryJobs();
    private final Map<String, PaceLine> lines = new HashMap<>();
    private final Instant started;
    private final long origin = System.nanoTime();
    private long lastId;

    /** Makes an empty store named "memory". */
    public MemoryJobStore() {
        this("memory");
    }

    /**
     * Makes an empty store.
     *
     * @param name its name
     */
    public MemoryJobStore(String name) {
        this.name = name;
        this.started = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized List<Enqueued> enqueue(List<NewJob> added) {
        return added.stream().map(this::enqueue).toList();
    }

    private Enqueued enqueue(NewJob wanted) {
        if (wanted.dedupe() != null) {
            List<MemoryJob> same = jobs.found(job -> job.isLive() && job.isSame(wanted), 1);
            if (!same.isEmpty()) {
                return new Enqueued(same.get(0).id, false);
            }
        }
        MemoryJob job = new MemoryJob(++lastId, wanted, now());
        jobs.add(job);
        return new Enqueued(job.id, true);
    }

    @Override
    public void whenVisible(boolean inGroup, Runnable hint) {
        hint.run();
    }

    @Override
    public synchronized List<Claimed> claim(Wanted wanted) {
        Instant now = now();
        Map<String, Claimable> types =
                wanted.types().stream().collect(Collectors.toMap(Claimable::type, each -> each, (one, same) -> one));
        List<Claimed> claimed = new ArrayList<>();
        for (MemoryJob each : jobs.ready()) {
            Claimable type = types.get(each.wanted.type());
            if (type == null || each.due.isAfter(now) || claimed.size() == wanted.atMost()) {
                continue;
            }
            jobs.unqueue(each);
            if (isInPace(each, type, now)) {
                each.claim(wanted, type.attempts(), now);
                claimed.add(each.asClaimed(now));
            } else {
                jobs.queue(each); // with its slot as its time
            }
        }
        return List.copyOf(claimed);
    }

    private boolean isInPace(MemoryJob job, Claimable type, Instant now) {
        Pace pace = type.pace();
        if (pace == null) {
            return true;
        }
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        PaceLine before = lines.get(type.type());
        PaceLine line = before == null
                ? new PaceLine(pace, 0, 0, micros)
                : new PaceLine(pace, before.lastSlot(), before.lastBegun(), micros);
        long slot = line.next(job.hasSlot);
        lines.put(type.type(), line);
        job.hasSlot = true;
        if (slot > micros) {
            job.due = Instant.EPOCH.plus(slot, ChronoUnit.MICROS);
        }
        return slot <= micros;
    }

    private @Nullable MemoryJob owned(Owner owner) {
        MemoryJob job = jobs.get(owner.id());
        return job != null && job.state == JobState.RUNNING && owner.token().equals(job.token) ? job : null;
    }

    @Override
    public synchronized List<Boolean> renew(List<Owner> owners, Duration lease) {
        Instant now = now();
        return owners.stream()
                .map(each -> {
                    MemoryJob job = owned(each);
                    boolean lasts = job != null && job.until.isAfter(now);
                    if (lasts) {
                        Objects.requireNonNull(job).until = now.plus(lease);
                    }
                    return lasts;
                })
                .toList();
    }

    @Override
    public synchronized boolean save(Owner owner, double progress, @Nullable String resume) {
        MemoryJob job = owned(owner);
        if (job != null) {
            job.saved = new Saved(progress, resume, job.saved.history());
        }
        return job != null;
    }

    @Override
    public synchronized List<Boolean> end(List<JobEnding> endings) {
        return endings.stream().map(this::end).toList();
    }

    private boolean end(JobEnding ending) {
        MemoryJob job = owned(ending.owner());
        if (job == null) {
            return false;
        }
        Instant now = now();
        String group = job.wanted.group();
        job.hasTurn = false;
        if (ending instanceof Done done) {
            finish(job, JobState.DONE, done.keep());
        } else if (ending instanceof Bury bury) {
            job.remember(bury.history());
            finish(job, JobState.DEAD, bury.keep());
        } else if (ending instanceof Retry retry) {
            job.remember(retry.history());
            again(job, now.plus(retry.delay()));
        } else if (ending instanceof Renew renew) {
            job.saved = new Saved(Saved.NOTHING.progress(), null, renew.history());
            job.attempt = 0;
            job.planned = renew.due();
            again(job, renew.due());
        } else if (ending instanceof GiveBack) {
            job.attempt--;
            jobs.release(job); // with its slot, since it took none
        }
        if (group != null) {
            jobs.giveTurn(group, now);
        }
        return true;
    }

    private void again(MemoryJob job, Instant due) {
        job.due = due;
        job.hasSlot = false;
        jobs.release(job);
    }

    private void finish(MemoryJob job, JobState state, Duration keep) {
        job.state = state;
        job.until = now().plus(keep);
        if (keep.isZero()) {
            jobs.remove(job.id);
        }
    }

    @Override
    public synchronized Tidied tidy(int atMost, Duration keepDead) {
        Instant now = now();
        int reclaimed = 0;
        int buried = 0;
        for (MemoryJob each : jobs.found(job -> job.state == JobState.RUNNING && !job.until.isAfter(now), atMost)) {
            each.remember(each.lapsed(now));
            each.hasTurn = false;
            if (each.attempt >= each.attempts) {
                finish(each, JobState.DEAD, keepDead);
                buried++;
            } else {
                again(each, each.due); // in its place as before
                reclaimed++;
            }
        }
        int turns = 0;
        for (String each : jobs.groups()) {
            turns += turns < atMost && jobs.giveTurn(each, now) ? 1 : 0;
        }
        return new Tidied(reclaimed, buried, turns);
    }

    @Override
    public synchronized int purge(int atMost) {
        Instant now = now();
        List<MemoryJob> over = jobs.found(job -> !job.isLive() && !job.until.isAfter(now), atMost);
        over.forEach(job -> jobs.remove(job.id));
        return over.size();
    }

    @Override
    public synchronized boolean move(long id, byte[] seen, Instant due, byte[] payload) {
        MemoryJob job = jobs.get(id);
        if (job == null
                || (job.state != JobState.READY && job.state != JobState.WAITING)
                || !Arrays.equals(job.payload, seen)) {
            return false;
        }
        jobs.unqueue(job);
        job.due = due;
        job.planned = due;
        job.payload = payload;
        jobs.release(job);
        return true;
    }

    @Override
    public synchronized @Nullable StoredJob find(long id) {
        MemoryJob job = jobs.get(id);
        return job == null ? null : job.asStored();
    }

    @Override
    public synchronized List<StoredJob> list(JobState state, @Nullable String type, long after, int atMost) {
        return jobs.found(job -> job.id > after && job.state == state && job.isOf(type), atMost).stream()
                .map(MemoryJob::asStored)
                .toList();
    }

    @Override
    public synchronized List<JobCount> counts() {
        return jobs.counts(now());
    }

    @Override
    public synchronized Revival retry(long id) {
        MemoryJob job = jobs.get(id);
        if (job == null || job.state != JobState.DEAD) {
            return Revival.NOT_DEAD;
        }
        if (!jobs.found(each -> each.isLive() && each.isSame(job.wanted), 1).isEmpty()) {
            return Revival.DUPLICATE;
        }
        job.attempt = 0;
        again(job, now());
        return Revival.RETRIED;
    }

    @Override
    public synchronized boolean drop(long id) {
        MemoryJob job = jobs.get(id);
        return job != null && job.state == JobState.DEAD && jobs.remove(id);
    }

    @Override
    public Instant now() {
        return started.plusNanos(System.nanoTime() - origin);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
