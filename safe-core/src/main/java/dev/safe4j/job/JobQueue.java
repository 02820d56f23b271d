package dev.safe4j.job;

import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Revival;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs to be run by whichever worker claims them. Immutable and thread-safe: every option returns another queue over the same store.
 *
 * <p>What is enqueued joins the caller's transaction, where the store is in its database: the job is there exactly if the transaction
 * commits, which makes it an outbox. Workers of this process are told at once, those of others find it at their next look.
 */
public final class JobQueue implements AutoCloseable {

    private final JobEngine engine;
    private final Origin origin;
    private final JobOptions options;

    JobQueue(JobEngine engine, int largest) {
        this(engine, new Origin(engine, largest), JobOptions.DEFAULTS);
    }

    private JobQueue(JobEngine engine, Origin origin, JobOptions options) {
        this.engine = engine;
        this.origin = origin;
        this.options = options;
    }

    /**
     * Makes a queue with the defaults.
     *
     * @param store where the jobs are
     * @return the queue, to be closed after its workers and before the store
     */
    public static JobQueue on(JobStore store) {
        return builder(store).build();
    }

    /**
     * Begins to set up a queue.
     *
     * @param store where the jobs are; stays the caller's to close
     * @return the set-up
     */
    public static JobQueueBuilder builder(JobStore store) {
        return new JobQueueBuilder(store);
    }

    private JobQueue with(JobOptions next) {
        return new JobQueue(engine, origin, next);
    }

    /**
     * Has one job stand for all that are enqueued under a key while it is not done or dead.
     *
     * @param key 1 to {@value JobStore#LONGEST_KEY} characters, no control characters; counts within a type
     * @return the queue with it
     * @throws IllegalArgumentException if it is not that
     */
    public JobQueue dedupe(String key) {
        return with(options.dedupe(key));
    }

    /**
     * Has jobs of one group run one at a time, in the order in which they are due; one that failed is passed by the others until it is due
     * again. One whose type has a {@linkplain JobPolicy#pace pace} is passed by none while it waits for its turn of that.
     *
     * @param name 1 to {@value JobStore#LONGEST_KEY} characters, no control characters; counts over all types
     * @return the queue with it
     * @throws IllegalArgumentException if it is not that
     */
    public JobQueue group(String name) {
        return with(options.group(name));
    }

    /**
     * Has jobs run later.
     *
     * @param delay from now on, zero to ten years
     * @return the queue with it
     * @throws IllegalArgumentException if it is out of that
     */
    public JobQueue in(Duration delay) {
        return with(options.delay(delay));
    }

    /**
     * Sets who goes first: of the jobs that are due, those of a higher priority are claimed before all others.
     *
     * @param priority 0 to {@value JobStore#HIGHEST_PRIORITY}; 5 unless it is set
     * @return the queue with it
     * @throws IllegalArgumentException if it is out of that
     */
    public JobQueue priority(int priority) {
        return with(options.priority(priority));
    }

    /**
     * Enqueues a job.
     *
     * @param type who handles it: 1 to {@value JobStore#LONGEST_TYPE} characters, no control characters
     * @param payload what it is about, as the codec can store it
     * @return the job that stands for it
     * @throws IllegalArgumentException if the type is not that, or the payload cannot be stored or is too large; nothing was written
     */
    public Enqueued enqueue(String type, Object payload) {
        return enqueueAll(type, List.of(payload)).get(0);
    }

    /**
     * Enqueues several jobs, together: all of them or none, outside a transaction too, however many they are.
     *
     * @param type who handles them
     * @param payloads what they are about, each of one
     * @return the jobs, in the same order
     * @throws IllegalArgumentException as {@link #enqueue} does, or if there are several and they would share a key for deduplication
     */
    public List<Enqueued> enqueueAll(String type, List<?> payloads) {
        Names.checked("the type of a job", type, JobStore.LONGEST_TYPE);
        if (options.dedupe() != null && payloads.size() > 1) {
            throw new IllegalArgumentException(
                    "several jobs cannot share the key '" + options.dedupe() + "': enqueue each with its own.");
        }
        Map<String, String> context = origin.context();
        List<NewJob> jobs = new ArrayList<>();
        for (Object each : payloads) {
            jobs.add(options.job(type, origin.payload(type, each), context));
        }
        List<Enqueued> enqueued = jobs.isEmpty() ? List.of() : engine.store().enqueue(jobs);
        tell(type, enqueued);
        return enqueued;
    }

    private void tell(String type, List<Enqueued> enqueued) {
        int added = added(enqueued);
        if (added > 0) {
            engine.listeners().tell(each -> each.onEnqueued(type, added));
            if (options.delay().isZero()) {
                boolean inGroup = options.group() != null;
                engine.store().whenVisible(inGroup, () -> engine.wakeWorkers(inGroup));
            }
        }
    }

    private static int added(List<Enqueued> enqueued) {
        int added = 0;
        for (Enqueued each : enqueued) {
            added += each.isNew() ? 1 : 0;
        }
        return added;
    }

    /**
     * Begins to claim jobs, for who has a loop of its own; a {@link JobWorker} does that better as a rule.
     *
     * @param types what can be run
     * @return the claims
     */
    public JobClaims claims(String... types) {
        return new JobClaims(engine, List.of(types));
    }

    /**
     * Begins to set up a worker.
     *
     * @return the set-up
     */
    public JobWorkerBuilder worker() {
        return new JobWorkerBuilder(engine);
    }

    /**
     * Finds a job.
     *
     * @param id of the job
     * @return the job; empty if there is none, as it was done and not kept
     */
    public Optional<StoredJob> find(long id) {
        return Optional.ofNullable(engine.store().find(id));
    }

    /**
     * Lists the dead letters, the oldest first.
     *
     * @param after from the one after this id, zero for the beginning
     * @param atMost how many, 1 to {@value JobStore#MOST_AT_ONCE}
     * @return the jobs, with their failures
     */
    public List<StoredJob> deadLetters(long after, int atMost) {
        return engine.store().list(JobState.DEAD, null, after, JobClaims.checked(atMost));
    }

    /**
     * Lists the dead letters of a type, the oldest first.
     *
     * @param type of these alone
     * @param after from the one after this id, zero for the beginning
     * @param atMost how many, 1 to {@value JobStore#MOST_AT_ONCE}
     * @return the jobs, with their failures
     */
    public List<StoredJob> deadLetters(String type, long after, int atMost) {
        String checked = Names.checked("the type of a job", type, JobStore.LONGEST_TYPE);
        return engine.store().list(JobState.DEAD, checked, after, JobClaims.checked(atMost));
    }

    /**
     * Has a dead letter run again, with all attempts before it.
     *
     * @param id of the job
     * @return what became of it
     */
    public Revival retry(long id) {
        Revival revival = engine.store().retry(id);
        if (revival == Revival.RETRIED) {
            engine.wakeWorkers(true);
        }
        return revival;
    }

    /**
     * Deletes a dead letter.
     *
     * @param id of the job
     * @return false if there is none
     */
    public boolean drop(long id) {
        return engine.store().drop(id);
    }

    /**
     * Counts the jobs.
     *
     * @return by type and state
     */
    public List<JobCount> counts() {
        return engine.store().counts();
    }

    /** Ends the renewal of claims: what is claimed is taken over by others when it runs out. Close workers before. */
    @Override
    public void close() {
        engine.close();
    }
}
