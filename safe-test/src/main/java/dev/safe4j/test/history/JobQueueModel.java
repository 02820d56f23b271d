package dev.safe4j.test.history;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job queue, in no particular order: a job that waits is handed out to one worker, and again only after it was given back or
 * the worker's time was up; only the worker that has it can complete it. Stateless.
 *
 * <p>As with a lease, an end of time is an operation of its own, {@link Expire}. {@link Reply#NOTHING} is right only if no job
 * waits; a queue that promises less, because it passes over jobs that are locked at the moment, gives that answer without a
 * meaning, and the test then leaves it out. A queue is one key, for which job is handed out is not known before the answer; so
 * its state is all its jobs, and a {@link Take} without a reply may have taken each one that waits.
 */
public final class JobQueueModel implements Model<Jobs, JobQueueModel.Command, JobQueueModel.Answer> {

    /** Makes the model. */
    public JobQueueModel() {}

    /** What can be asked of the queue, or happen to it. */
    public sealed interface Command {}

    /**
     * Put a job into the queue: {@link Reply#ENQUEUED}, or {@link Reply#DUPLICATE} while it waits or is worked on.
     *
     * @param job its id
     */
    public record Enqueue(String job) implements Command {}

    /**
     * Take a job that waits: {@link Taken}, or {@link Reply#NOTHING} if none does.
     *
     * @param worker who takes it
     */
    public record Take(String worker) implements Command {}

    /**
     * Tell that a job is done: {@link Reply#COMPLETED} or {@link Reply#LOST}.
     *
     * @param job its id
     * @param worker who has it
     */
    public record Complete(String job, String worker) implements Command {}

    /**
     * Let a job wait again: {@link Reply#GIVEN_BACK} or {@link Reply#LOST}.
     *
     * @param job its id
     * @param worker who has it
     */
    public record GiveBack(String job, String worker) implements Command {}

    /**
     * The worker's time is up, and the job waits again: {@link Reply#EXPIRED}, or without a reply if it may be from then on.
     *
     * @param job its id
     * @param worker who has it
     */
    public record Expire(String job, String worker) implements Command {}

    /** What the queue answers. */
    public sealed interface Answer {}

    /**
     * The job was waiting and is the worker's now.
     *
     * @param job its id
     */
    public record Taken(String job) implements Answer {}

    /** The answers that carry nothing. */
    public enum Reply implements Answer {
        /** The job was not there and waits now. */
        ENQUEUED,
        /** The job is there already; nothing was done. */
        DUPLICATE,
        /** No job waits. */
        NOTHING,
        /** The worker had the job, and it is gone. */
        COMPLETED,
        /** The worker had the job, and it waits again. */
        GIVEN_BACK,
        /** The worker had the job, too long, and it waits again. */
        EXPIRED,
        /** The worker does not have the job, or no longer; nothing was done. */
        LOST
    }

    @Override
    public Jobs initial() {
        return Jobs.NONE;
    }

    @Override
    public Optional<Jobs> step(Jobs state, Command input, Answer output) {
        if (!(input instanceof Take take)) {
            Outcome<Jobs, Reply> outcome = apply(state, input);
            return outcome.answer() == output ? Optional.of(outcome.next()) : Optional.empty();
        }
        if (output instanceof Taken taken) {
            return state.isWaiting(taken.job())
                    ? Optional.of(state.with(taken.job(), Optional.of(take.worker())))
                    : Optional.empty();
        }
        return output == Reply.NOTHING && state.waiting() == 0 ? Optional.of(state) : Optional.empty();
    }

    @Override
    public Stream<Jobs> stepUnanswered(Jobs state, Command input) {
        return input instanceof Take take
                ? state.waitingJobs().map(job -> state.with(job, Optional.of(take.worker())))
                : Stream.of(apply(state, input).next());
    }

    private static Outcome<Jobs, Reply> apply(Jobs state, Command input) {
        if (input instanceof Enqueue enqueue) {
            return state.has(enqueue.job())
                    ? new Outcome<>(Reply.DUPLICATE, state)
                    : new Outcome<>(Reply.ENQUEUED, state.with(enqueue.job(), Optional.empty()));
        }
        if (input instanceof Complete done && state.isWith(done.job(), done.worker())) {
            return new Outcome<>(Reply.COMPLETED, state.without(done.job()));
        }
        if (input instanceof GiveBack back && state.isWith(back.job(), back.worker())) {
            return new Outcome<>(Reply.GIVEN_BACK, state.with(back.job(), Optional.empty()));
        }
        if (input instanceof Expire late && state.isWith(late.job(), late.worker())) {
            return new Outcome<>(Reply.EXPIRED, state.with(late.job(), Optional.empty()));
        }
        return new Outcome<>(Reply.LOST, state);
    }

    @Override
    public boolean isReadOnly(Command input, Answer output) {
        return output == Reply.NOTHING || output == Reply.DUPLICATE || output == Reply.LOST;
    }
}
