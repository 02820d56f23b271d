package dev.safe4j.job;

/**
 * What is done for jobs of a type. Thread-safe, since several jobs are run at a time.
 *
 * @param <T> what a job is about
 */
@FunctionalInterface
public interface JobHandler<T> {

    /**
     * Does a job. It may have been done before, in part or whole, by an attempt that was not heard of again: effects outside the
     * database go by {@link JobRun#idempotencyKey}.
     *
     * <p>The thread is interrupted when the claim is lost, the time limit is over, or the worker has to stop.
     *
     * @param payload what the job is about
     * @param run the run
     * @throws Exception whatever it throws: the job is run again later, unless its policy says otherwise
     */
    void run(T payload, JobRun run) throws Exception;
}
