package dev.safe4j.job;

import dev.safe4j.lease.Lease;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a worker is set up; begun by {@link JobQueue#worker}. For one thread. */
public final class JobWorkerBuilder {

    /** How many jobs are run at a time, unless said otherwise. */
    public static final int DEFAULT_CONCURRENCY = 10;

    /** How many claimed jobs wait to be run at most, unless said otherwise. */
    public static final int DEFAULT_BUFFER = 500;

    /** How long a claim lasts without a renewal, unless said otherwise. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** The longest time from one look at an empty queue to the next, unless said otherwise. */
    public static final Duration DEFAULT_POLL = Duration.ofSeconds(1);

    /** For how long a claim is renewed that is to be held while its run lasts. */
    static final Duration LONGEST_HOLD = Duration.ofDays(3_650);

    private static final int MOST_AT_A_TIME = 10_000;

    final JobEngine engine;
    final Map<String, Handling> handlings = new LinkedHashMap<>();
    int concurrency = DEFAULT_CONCURRENCY;
    int buffer = DEFAULT_BUFFER;
    Duration lease = DEFAULT_LEASE;
    Duration poll = DEFAULT_POLL;
    String label = "worker";
    boolean virtualThreads = true;
    boolean buriesUnknown;

    @Nullable
    JobTransactions transactions;

    JobWorkerBuilder(JobEngine engine) {
        this.engine = engine;
    }

    /**
     * Adds what handles a type, by {@linkplain JobPolicy#defaults() the policy with the defaults}.
     *
     * @param type which jobs
     * @param payload what they are about
     * @param handler what is done
     * @param <T> what they are about
     * @return this
     * @throws IllegalArgumentException if the type is handled already, or payloads of that class cannot be read
     */
    public <T> JobWorkerBuilder handle(String type, Class<T> payload, JobHandler<T> handler) {
        return handle(type, payload, JobPolicy.defaults(), handler);
    }

    /**
     * Adds what handles a type.
     *
     * @param type which jobs
     * @param payload what they are about
     * @param policy how they are run
     * @param handler what is done
     * @param <T> what they are about
     * @return this
     * @throws IllegalArgumentException if the type is handled already, or payloads of that class cannot be read
     */
    public <T> JobWorkerBuilder handle(String type, Class<T> payload, JobPolicy policy, JobHandler<T> handler) {
        Objects.requireNonNull(handler, "the handler of jobs of type '" + type + "' is null");
        engine.codec().check(payload);
        return add(Handling.of(type, payload, policy, handler));
    }

    /**
     * Adds a schedule.
     *
     * @param schedule what is run when
     * @return this
     * @throws IllegalArgumentException if its name is handled already
     */
    public JobWorkerBuilder schedule(JobSchedule schedule) {
        return add(Handling.of(schedule));
    }

    private JobWorkerBuilder add(Handling handling) {
        String type = Names.checked("the type of a job", handling.type(), JobStore.LONGEST_TYPE);
        if (handlings.putIfAbsent(type, handling) != null) {
            throw new IllegalArgumentException("jobs of type '" + type + "' have two handlers: which one is it?");
        }
        return this;
    }

    /**
     * Sets how many jobs are run at a time.
     *
     * @param jobs 1 to 10,000; with virtual threads, as many as what they use can bear
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JobWorkerBuilder concurrency(int jobs) {
        concurrency = between("jobs that are run at a time", 1, jobs);
        return this;
    }

    /**
     * Sets how many claimed jobs wait to be run at most. As many are claimed ahead as were run in about a fifth of a second.
     *
     * @param jobs 0 to claim only what can begin at once, to 10,000
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JobWorkerBuilder buffer(int jobs) {
        buffer = between("jobs that wait to be run", 0, jobs);
        return this;
    }

    private static int between(String what, int least, int value) {
        if (value < least || value > MOST_AT_A_TIME) {
            throw new IllegalArgumentException(
                    what + " are " + least + " to " + MOST_AT_A_TIME + ", and not " + value + ".");
        }
        return value;
    }

    /**
     * Sets how long a claim lasts without a renewal, which is made each third of it. The jobs of a process that has died are run again
     * after that.
     *
     * @param length a second to a day
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JobWorkerBuilder lease(Duration length) {
        if (length.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "a claim lasts a second or more, so that it can be renewed, and not " + length + ".");
        }
        lease = Lease.checked(length);
        return this;
    }

    /**
     * Sets the longest time from one look at an empty queue to the next; jobs of workers that died are looked for each five seconds or third
     * of a lease, whichever is sooner. What is enqueued in this process is looked for at once.
     *
     * @param longest 10 ms to an hour
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JobWorkerBuilder poll(Duration longest) {
        if (longest.toMillis() < 10 || longest.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "a queue is looked at each 10 ms to an hour, and not each " + longest + ".");
        }
        poll = longest;
        return this;
    }

    /**
     * Names the worker, for people. Each start of a process is told apart in any case.
     *
     * @param name 1 to 40 characters
     * @return this
     * @throws IllegalArgumentException if it is not that
     */
    public JobWorkerBuilder name(String name) {
        label = Names.checked("the name of a worker", name, 40);
        return this;
    }

    /**
     * Has handlers run on platform threads where the JDK has virtual ones, too.
     *
     * @return this
     */
    public JobWorkerBuilder platformThreads() {
        virtualThreads = false;
        return this;
    }

    /**
     * Has jobs of types that it has no handler of be dead letters that say so, instead of being left for workers that have one. In a
     * deployment in which old and new workers run together, an old one buries what only a new one knows. Such types are looked for once a
     * minute.
     *
     * @return this
     */
    public JobWorkerBuilder buryUnknown() {
        buriesUnknown = true;
        return this;
    }

    /**
     * Allows {@linkplain JobPolicy#transactional() transactional} jobs.
     *
     * @param sameDatabase where effects and jobs commit together
     * @return this
     */
    public JobWorkerBuilder transactions(JobTransactions sameDatabase) {
        transactions = Objects.requireNonNull(sameDatabase, "the transactions are null");
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the worker, to be started
     * @throws IllegalStateException if it has nothing to do, or a job is to be transactional and there are no transactions
     */
    public JobWorker build() {
        if (handlings.isEmpty()) {
            throw new IllegalStateException("the worker has no handler and no schedule: add one.");
        }
        handlings.values().stream()
                .filter(each -> each.policy().isTransactional() && transactions == null)
                .forEach(each -> {
                    throw new IllegalStateException(
                            "jobs of type '" + each.type()
                                    + "' are to be transactional, and the worker has no transactions: set those of the store's database.");
                });
        return new JobWorker(this);
    }
}
