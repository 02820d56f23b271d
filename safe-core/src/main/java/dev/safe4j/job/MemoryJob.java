package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Saved;
import dev.safe4j.job.JobStore.Wanted;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A job of {@link MemoryJobStore}, guarded by that. What the order looks at changes only while it is in no set. */
final class MemoryJob {

    static final Comparator<MemoryJob> ORDER = Comparator.<MemoryJob>comparingInt(job -> -job.wanted.priority())
            .thenComparing(job -> job.due)
            .thenComparingLong(job -> job.id);

    final long id;
    final NewJob wanted;
    private final Instant created;
    JobState state = JobState.READY;
    Instant due;

    /** What it is for, whatever a retry or a pace makes of when it is due. */
    Instant planned;

    Instant until = Instant.MAX;
    byte[] payload;
    Saved saved = Saved.NOTHING;
    int attempt;
    int attempts;
    boolean hasTurn;
    boolean hasSlot;

    @Nullable
    String token;

    private @Nullable String worker;

    MemoryJob(long id, NewJob wanted, Instant now) {
        this.id = id;
        this.wanted = wanted;
        this.created = now;
        this.due = now.plus(wanted.delay());
        this.planned = due;
        this.payload = wanted.payload();
    }

    boolean isLive() {
        return isToBeRun() || state == JobState.RUNNING;
    }

    boolean isToBeRun() {
        return state == JobState.READY || state == JobState.WAITING;
    }

    boolean isOf(@Nullable String type) {
        return type == null || type.equals(wanted.type());
    }

    boolean isSame(NewJob other) {
        return wanted.type().equals(other.type())
                && wanted.dedupe() != null
                && wanted.dedupe().equals(other.dedupe());
    }

    void claim(Wanted by, int most, Instant now) {
        state = JobState.RUNNING;
        attempt++;
        attempts = most;
        token = by.token();
        worker = by.worker();
        until = now.plus(by.lease());
    }

    void remember(String history) {
        saved = new Saved(saved.progress(), saved.resume(), history);
    }

    String lapsed(Instant now) {
        return saved.history() + JobHistory.lapsed(attempt, now, String.valueOf(worker));
    }

    Claimed asClaimed(Instant now) {
        return new Claimed(
                id,
                wanted.type(),
                attempt,
                payload,
                wanted.context(),
                wanted.group(),
                saved,
                created,
                due,
                planned,
                now);
    }

    StoredJob asStored() {
        return new StoredJob(id, wanted.type(), state, attempt, payload, saved, due, worker);
    }
}
