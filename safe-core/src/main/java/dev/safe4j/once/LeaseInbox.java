package dev.safe4j.once;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.RequestId;
import java.time.Duration;

/**
 * Events that are handled at least once, and not by two at once: for effects that are not in a database that the ids could be recorded
 * in with them. Immutable and thread-safe.
 */
public final class LeaseInbox {

    private final IdempotentOperation<Void> operation;

    LeaseInbox(IdempotentOperation<Void> operation) {
        this.operation = operation;
    }

    /**
     * Sets for how long ids are kept: at least as long as the sender repeats.
     *
     * @param time longer than zero
     * @return the inbox with it
     * @throws IllegalArgumentException if it is out of that
     */
    public LeaseInbox window(Duration time) {
        return new LeaseInbox(operation.keep(time));
    }

    /**
     * What is done with an event.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Handler<X extends Exception> {

        /**
         * Handles the event.
         *
         * @param attempt which attempt it is: above 1, one before it may have had its effect
         * @throws X whatever it throws: the next delivery is handled
         */
        void handle(ClaimedAttempt attempt) throws X;
    }

    /**
     * Handles an event unless it was handled.
     *
     * @param source where it comes from, sender and endpoint, 1 to {@value RequestId#LONGEST_SCOPE} characters
     * @param event its id, the same in every delivery, 1 to {@value RequestId#LONGEST_KEY} characters
     * @param handler what is done with it
     * @param <X> what it throws
     * @return what became of it
     * @throws X what the handler threw; the next delivery is handled
     * @throws dev.safe4j.lease.LeaseLostException if the handler returned and its claim had been lost
     */
    public <X extends Exception> InboxResult process(String source, String event, Handler<X> handler) throws X {
        Execution<Void> execution = operation.scope(source).key(event).<X>tryRun(attempt -> {
            handler.handle(attempt);
            return null;
        });
        if (execution instanceof Execution.Replayed<Void> replayed) {
            return new InboxResult.AlreadyDone(replayed.since());
        } else if (execution instanceof Execution.InProgress<Void> running) {
            return new InboxResult.InProgress(running.remaining());
        } else if (execution instanceof Execution.Ran) {
            return new InboxResult.Done();
        }
        throw new IllegalStateException(
                "event '" + event + "' was found as " + execution + ", which nothing here makes it.");
    }
}
