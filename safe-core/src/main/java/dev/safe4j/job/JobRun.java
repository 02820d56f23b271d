package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Saved;
import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, as its handler has it. Thread-safe, and bound to no thread.
 *
 * <p>What is written through it is refused by a {@link LeaseLostException} once the claim is lost; nothing else that the handler writes is,
 * unless it is written in a transaction that completes the job.
 */
public final class JobRun {

    private final JobEngine engine;
    private final Claimed job;
    private final Lease lease;
    private final int attempts;
    private final long claimed = System.nanoTime();
    private final ReentrantLock saving = new ReentrantLock();
    private volatile Saved saved;

    JobRun(JobEngine engine, Claimed job, Lease lease, int attempts) {
        this.engine = engine;
        this.job = job;
        this.lease = lease;
        this.attempts = attempts;
        this.saved = job.saved();
    }

    /**
     * Returns the id of the job.
     *
     * @return the id, given by the store
     */
    public long id() {
        return job.id();
    }

    /**
     * Returns the type of the job.
     *
     * @return its name
     */
    public String type() {
        return job.type();
    }

    /**
     * Reads what the job is about.
     *
     * @param type as what
     * @param <T> as what
     * @return the payload
     * @throws PermanentJobException if it cannot be read as that
     */
    public <T> T payload(Class<T> type) {
        try {
            return type.cast(engine.codec().decode(job.payload(), type));
        } catch (RuntimeException failure) {
            throw new PermanentJobException(
                    "the payload of " + this + " cannot be read as " + type.getName() + ": " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Tells which attempt it is.
     *
     * @return from 1; above 1, one before it may have done a part, or all but its completion
     */
    public int attempt() {
        return job.attempt();
    }

    /**
     * Tells whether a failure now is the last one.
     *
     * @return true if no further attempt follows
     */
    public boolean isLastAttempt() {
        return job.attempt() >= attempts;
    }

    /**
     * Returns a key for what the job does elsewhere, the same in every attempt, so that a system that knows such keys does it once.
     *
     * @param effect a name for what is done, where a job does several things
     * @return the key, up to 200 characters
     */
    public String idempotencyKey(String effect) {
        if (effect.length() > 100 || effect.isBlank()) {
            throw new IllegalArgumentException(
                    "an effect of a job has a name of 1 to 100 characters, and not '" + effect + "'.");
        }
        // the time of its creation too: ids begin anew in a new table
        return "job-" + job.id() + "-" + Long.toString(job.created().toEpochMilli(), Character.MAX_RADIX) + "-"
                + effect;
    }

    /**
     * Returns when the job was due, the same in every attempt: for a schedule, the time that it is for.
     *
     * @return the time, by the store's clock
     */
    public Instant due() {
        return job.planned();
    }

    /**
     * Returns where an attempt before said that the next one can go on.
     *
     * @return what {@link #resumeAt} was given last; empty for the beginning
     */
    public Optional<String> resumePoint() {
        return Optional.ofNullable(saved.resume());
    }

    /**
     * Returns the failures of the attempts before.
     *
     * @return as text, a line for each, the stack of the last one below it; empty if there was none
     */
    public String history() {
        return saved.history();
    }

    /**
     * Saves how far the job has come, for people. A round trip, in a transaction of its own.
     *
     * @param done from 0 to 1
     * @throws LeaseLostException if the claim is lost: nothing was written
     * @throws IllegalArgumentException if it is out of that
     */
    public void progress(double done) {
        if (!(done >= 0 && done <= 1)) {
            throw new IllegalArgumentException("the progress of a job is from 0 to 1, and not " + done + ".");
        }
        save(before -> new Saved(done, before.resume(), before.history()));
    }

    /**
     * Saves where the next attempt can go on, if this one does not come to its end. A round trip, in a transaction of its own: in a
     * transaction that is rolled back later, it stays.
     *
     * @param point up to 10,000 characters; null for the beginning
     * @throws LeaseLostException if the claim is lost: nothing was written
     * @throws IllegalArgumentException if it is longer
     */
    public void resumeAt(@Nullable String point) {
        if (point != null && point.length() > 10_000) {
            throw new IllegalArgumentException("a resume point has up to 10,000 characters, and this one "
                    + point.length() + ": save where it is.");
        }
        save(before -> new Saved(before.progress(), point, before.history()));
    }

    /** One at a time: both parts are written together, and each call knows but one of them. */
    private void save(UnaryOperator<Saved> change) {
        saving.lock();
        try {
            ensureHeld();
            Saved next = change.apply(saved);
            if (!engine.store().save(owner(), next.progress(), next.resume())) {
                engine.lose(lease, "the store says that it is no longer this worker's");
                ensureHeld();
            }
            saved = next;
        } finally {
            saving.unlock();
        }
    }

    /**
     * Tells whether the claim is held, without a round trip.
     *
     * @return true while no other worker can have the job
     */
    public boolean isHeld() {
        return lease.isHeld();
    }

    /**
     * Makes sure that the claim is held, without a round trip: before something that must not be done twice.
     *
     * @throws LeaseLostException if it is lost
     */
    public void ensureHeld() {
        if (!lease.isHeld()) {
            throw new LeaseLostException(lease.key(), lease.fence(), "another worker may have the job");
        }
    }

    /**
     * Returns what completes when the claim is lost; it never completes if the job ends before. Its dependents should be short.
     *
     * @return the signal
     */
    public CompletionStage<LeaseLostException> whenLost() {
        return lease.whenLost();
    }

    Owner owner() {
        return new Owner(job.id(), lease.token());
    }

    Claimed job() {
        return job;
    }

    Lease lease() {
        return lease;
    }

    /** By the store's clock, as far as this process can tell without asking it. */
    Instant now() {
        return job.now().plusNanos(System.nanoTime() - claimed);
    }

    Duration waited() {
        Duration waited = Duration.between(job.due(), job.now());
        return waited.isNegative() ? Duration.ZERO : waited;
    }

    String historyWith(Throwable failure) {
        return JobHistory.with(saved.history(), job.attempt(), now(), failure);
    }

    /** Returns type, id and attempt, as in log lines. */
    @Override
    public String toString() {
        return "job " + job.id() + " (" + job.type() + ", attempt " + job.attempt() + ")";
    }
}
