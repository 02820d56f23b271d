package dev.safe4j.once;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import java.time.Duration;

/**
 * Jobs that run once over all instances that share a store: seeding at the first start, a migration. Immutable and thread-safe.
 *
 * <p>The instance that claims the job runs it; if it crashes or the job fails, the next who asks runs it again, and is told so by the
 * number of the attempt: a job must be able to go on from where another stopped. In a transaction of the caller's: the claim and the
 * mark are written on a connection of the store's own.
 */
public final class Once {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final String OPERATION = "safe4j.once";

    private final IdempotentOperation<Void> operation;

    private Once(IdempotentOperation<Void> operation) {
        this.operation = operation;
    }

    /**
     * Makes it over the store of an idempotency.
     *
     * @param idempotency where it is recorded what has run; stays the caller's to close
     * @return the jobs
     */
    public static Once on(Idempotency idempotency) {
        return new Once(idempotency.operation(OPERATION).keep(FOR_EVER));
    }

    /**
     * Sets how long to wait for another instance that is at it.
     *
     * @param wait zero, for not at all, which is the default, to an hour
     * @return the jobs with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Once within(Duration wait) {
        return new Once(operation.within(wait));
    }

    /**
     * Sets how long a claim lasts without a renewal: how long others wait after an instance has died.
     *
     * @param length 100 ms to a day
     * @return the jobs with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Once lease(Duration length) {
        return new Once(operation.lease(length));
    }

    /**
     * Work that is done once.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Job<X extends Exception> {

        /**
         * Runs the job.
         *
         * @param attempt which attempt it is
         * @throws X whatever it throws: the job counts as not done
         */
        void run(ClaimedAttempt attempt) throws X;
    }

    /**
     * Work that is done once and does not ask which attempt it is.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface PlainJob<X extends Exception> {

        /**
         * Runs the job.
         *
         * @throws X whatever it throws: the job counts as not done
         */
        void run() throws X;
    }

    /**
     * Runs a job unless it has run.
     *
     * @param name of the job, the same in all instances; a changed job has another name
     * @param job what it does
     * @param <X> what it throws
     * @return what became of it
     * @throws X what the job threw; the next who asks runs it again
     * @throws dev.safe4j.lease.LeaseLostException if the job returned and its claim had been lost: another instance may run it too
     */
    public <X extends Exception> OnceResult run(String name, PlainJob<X> job) throws X {
        return run(name, (Job<X>) attempt -> job.run());
    }

    /**
     * Runs a job unless it has run.
     *
     * @param name of the job, the same in all instances; a changed job has another name
     * @param job what it does; gets the attempt
     * @param <X> what it throws
     * @return what became of it
     * @throws X what the job threw; the next who asks runs it again
     * @throws dev.safe4j.lease.LeaseLostException if the job returned and its claim had been lost: another instance may run it too
     */
    public <X extends Exception> OnceResult run(String name, Job<X> job) throws X {
        Execution<Void> execution = operation.key(name).<X>tryRun(attempt -> {
            job.run(attempt);
            return null;
        });
        if (execution instanceof Execution.Ran<Void> ran) {
            return new OnceResult.Ran(ran.attempt());
        } else if (execution instanceof Execution.Replayed<Void> replayed) {
            return new OnceResult.HadRun(replayed.since());
        } else if (execution instanceof Execution.InProgress<Void> running) {
            return new OnceResult.RunningElsewhere(running.remaining());
        }
        throw new IllegalStateException(
                "job '" + name + "' was found as " + execution + ", which nothing here makes it.");
    }
}
