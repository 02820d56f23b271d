package dev.safe4j.once;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.idempotency.TransactionalStore;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Events that are handled once, however often they are delivered. Immutable and thread-safe.
 *
 * <p>The id of the event is recorded in the transaction of the handler's own effects, the caller's if there is one, else one that is
 * opened for it: both are there or neither is. A handler that fails leaves the event as if it had never come.
 */
public final class Inbox {

    /** For how long ids are kept, unless said otherwise: longer than senders repeat. */
    public static final Duration DEFAULT_WINDOW = Duration.ofDays(7);

    /** How long to wait for another delivery that is being handled, unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

    private static final Duration ANY = Duration.ofSeconds(30);

    private final TransactionalStore store;
    private final Duration window;
    private final Duration within;

    private Inbox(TransactionalStore store, Duration window, Duration within) {
        this.store = Objects.requireNonNull(store, "the store of the inbox is null");
        this.window = window;
        this.within = within;
    }

    /**
     * Makes an inbox in the database of the handlers' effects.
     *
     * @param store the store in that database
     * @return the inbox
     */
    public static Inbox on(TransactionalStore store) {
        return new Inbox(store, DEFAULT_WINDOW, DEFAULT_WAIT);
    }

    /**
     * Sets for how long ids are kept: at least as long as the sender repeats.
     *
     * @param time a minute to a hundred years
     * @return the inbox with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Inbox window(Duration time) {
        if (time.toMinutes() < 1 || time.toDays() > 36_500) {
            throw new IllegalArgumentException("ids are kept for a minute to a hundred years, as long as the sender"
                    + " repeats, and not for " + time + ".");
        }
        return new Inbox(store, time, within);
    }

    /**
     * Sets how long to wait for another delivery of the same event that is being handled.
     *
     * @param wait a millisecond to a minute
     * @return the inbox with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Inbox within(Duration wait) {
        if (wait.toMillis() < 1 || wait.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "another delivery is waited for a millisecond to a minute, and not " + wait);
        }
        return new Inbox(store, window, wait);
    }

    /**
     * What is done with an event.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Handler<X extends Exception> {

        /**
         * Handles the event, in the transaction in which its id is recorded.
         *
         * @throws X whatever it throws: the event counts as not handled, and the transaction is rolled back
         */
        void handle() throws X;
    }

    /**
     * Handles an event unless it was handled.
     *
     * @param source where it comes from, sender and endpoint, 1 to {@value RequestId#LONGEST_OPERATION} characters: ids of different
     *     sources have nothing to do with each other
     * @param event its id, the same in every delivery, 1 to {@value RequestId#LONGEST_KEY} characters
     * @param handler what is done with it; again, after a conflict, if the transaction is not the caller's
     * @param <X> what it throws
     * @return what became of it
     * @throws X what the handler threw; a transaction of the caller's can only be rolled back then
     */
    public <X extends Exception> InboxResult process(String source, String event, Handler<X> handler) throws X {
        RequestId id = new RequestId("safe4j.inbox", source, event);
        return store.<InboxResult, X>joining(steps -> handled(steps, id, handler));
    }

    private <X extends Exception> InboxResult handled(TransactionalStore.Steps steps, RequestId id, Handler<X> handler)
            throws X {
        String token = UUID.randomUUID().toString();
        IdempotencyStore.Answer answer = steps.claim(new Wanted(id, token, null, ANY, true), within);
        if (answer instanceof Completed done) {
            return new InboxResult.AlreadyDone(done.since());
        } else if (answer instanceof Running running) {
            return new InboxResult.InProgress(running.remaining());
        } else if (answer instanceof Granted granted) {
            handler.handle();
            if (steps.complete(new Owner(id, token, granted.attempt()), StoredAnswer.nothing(), window)) {
                return new InboxResult.Done();
            }
        }
        throw new IllegalStateException(id + " was found as " + answer
                + ", which an inbox alone does not make: nothing else may write its records.");
    }

    /**
     * Handles events in the lease mode, over a store that cannot take part in the handler's transaction: a crash between the effect and
     * the record leaves the effect, and the next delivery is handled again.
     *
     * @param idempotency over that store; stays the caller's to close
     * @return the inbox of that mode
     */
    public static LeaseInbox underLease(Idempotency idempotency) {
        return new LeaseInbox(idempotency.operation("safe4j.inbox").keep(DEFAULT_WINDOW));
    }
}
