package dev.safe4j.job;

import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.lease.Lease;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Claims jobs for who has a loop of its own. Thread-safe. */
public final class JobClaims {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final JobEngine engine;
    private final List<String> types;
    private final JobPolicy policy;
    private final Duration lease;
    private final String worker;

    JobClaims(JobEngine engine, List<String> types) {
        this(
                engine,
                types,
                JobPolicy.defaults(),
                JobWorkerBuilder.DEFAULT_LEASE,
                UUID.randomUUID().toString());
    }

    private JobClaims(JobEngine engine, List<String> types, JobPolicy policy, Duration lease, String worker) {
        types.forEach(each -> Names.checked("the type of a job", each, JobStore.LONGEST_TYPE));
        if (types.isEmpty()) {
            throw new IllegalArgumentException("no types were named: say which jobs can be run.");
        }
        this.engine = engine;
        this.types = types;
        this.policy = policy;
        this.lease = lease;
        this.worker = worker;
    }

    /**
     * Sets how the jobs are run: attempts, waits and what is kept. The time limit is how long a claim is renewed.
     *
     * @param next the policy
     * @return the claims with it
     */
    public JobClaims policy(JobPolicy next) {
        return new JobClaims(engine, types, next, lease, worker);
    }

    /**
     * Sets how long a claim lasts without a renewal, which is made each third of it.
     *
     * @param length 100 ms to a day
     * @return the claims with it
     * @throws IllegalArgumentException if it is out of that
     */
    public JobClaims lease(Duration length) {
        return new JobClaims(engine, types, policy, Lease.checked(length), worker);
    }

    /**
     * Claims jobs that are due.
     *
     * @param atMost how many, 1 to {@value JobStore#MOST_AT_ONCE}
     * @return the jobs, each to be ended; fewer than asked for does not mean that there are no more
     * @throws IllegalStateException if the queue is closed: nothing is claimed
     */
    public List<ClaimedJob> claim(int atMost) {
        List<Claimable> claimable = types.stream()
                .map(each -> new Claimable(each, policy.attempts(), policy.pace()))
                .toList();
        Duration longest = policy.holdsWhileRunning() ? LONGEST : policy.timeLimit();
        return engine.claim(claimable, checked(atMost), worker, lease, longest).stream()
                .map(each -> new ClaimedJob(engine, each, policy))
                .toList();
    }

    /**
     * Sees to jobs that nobody is at, as a worker does now and then: those whose claims have run out, groups, and what has been kept for
     * its time. Jobs of all types are seen to; what is dead by that is kept as the policy says that is set here.
     *
     * @return what there was
     */
    public JobStore.Tidied tidy() {
        engine.store().purge(JobStore.MOST_AT_ONCE);
        return engine.tidy(policy.keepDead());
    }

    static int checked(int atMost) {
        if (atMost < 1 || atMost > JobStore.MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "1 to " + JobStore.MOST_AT_ONCE + " jobs are taken at once, and not " + atMost + ".");
        }
        return atMost;
    }
}
