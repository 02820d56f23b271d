package dev.safe4j.idempotency;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyListener.Found;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.lease.LeaseLostException;
import java.lang.reflect.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of an operation.
 *
 * @param engine of the store
 * @param asked what is asked for
 * @param type of the result
 * @param failures what the exceptions of the work mean
 * @param <T> what the operation returns
 */
record Run<T>(ClaimEngine engine, Asked asked, Type type, Failures failures) {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    /** In a transaction, for those who do not want to wait: a database waits now and then for its own sake, to make a table longer. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

    /**
     * What is asked for.
     *
     * @param id the request
     * @param fingerprint what it asks for
     * @param options how
     */
    record Asked(RequestId id, @Nullable Fingerprint fingerprint, OperationOptions options) {}

    <X extends Exception> Execution<T> underLease(ClaimedBody<? extends @Nullable T, X> body) throws X {
        Claim claim = engine.claim(asked.id, asked.fingerprint, asked.options);
        if (!(claim instanceof OwnedClaim owned)) {
            return found(claim);
        }
        T value;
        try {
            value = body.run(owned);
        } catch (Throwable failure) {
            failed(owned, failure);
            throw failure;
        }
        store(owned, value);
        return new Execution.Ran<>(value, owned.number());
    }

    /** The work is done: that its answer could not be stored is no reason to tell the caller that it failed. */
    private void store(OwnedClaim owned, @Nullable T value) {
        try {
            owned.complete(toStore(value));
        } catch (LeaseLostException lost) {
            throw lost;
        } catch (RuntimeException failure) {
            LOG.error(
                    "{} is done, and its answer could not be stored: after its lease it is run again, or undecided.",
                    asked.id,
                    failure);
        } catch (Error failure) {
            abandon(owned, failure);
            throw failure;
        }
    }

    /** Whatever kept the claim from being ended as it should be: nobody is at it any more, so it is not to be renewed. */
    private static void abandon(OwnedClaim owned, Throwable failure) {
        try {
            owned.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private StoredAnswer toStore(@Nullable T value) {
        return engine.answers().toStore(asked.id, value, type, asked.options.largest());
    }

    private void failed(OwnedClaim owned, Throwable failure) {
        try {
            if (failures.keeps(failure)) {
                owned.complete(engine.answers().toStore(failure, asked.options.largest()));
            } else if (failures.releases(failure)) {
                owned.release();
            } else {
                owned.abandon();
            }
        } catch (RuntimeException | Error second) {
            failure.addSuppressed(second);
            abandon(owned, failure);
        }
    }

    @SuppressWarnings("unchecked") // the operation has one type, and was checked to be read back as that
    private Execution<T> found(Claim claim) {
        if (claim instanceof Claim.Replay replay) {
            return new Execution.Replayed<>(
                    (T) engine.answers().fromStored(asked.id, replay.answer(), type, failures), replay.since());
        } else if (claim instanceof Claim.InProgress running) {
            return new Execution.InProgress<>(running.remaining());
        } else if (claim instanceof Claim.Indeterminate lapsed) {
            return new Execution.Indeterminate<>(lapsed.attempt(), lapsed.since());
        }
        return new Execution.OtherRequest<>();
    }

    /** A loser looks again in a new transaction: in its own it may not see what the winner committed. */
    <X extends Exception> Execution<T> inTransaction(ClaimedBody<? extends @Nullable T, X> body) throws X {
        TransactionalStore store = engine.transactional();
        Waiting waiting = new Waiting(asked.options.within());
        Execution<T> execution = once(store, waiting, body);
        while (execution instanceof Execution.InProgress<T> running && waiting.pause(running.remaining())) {
            execution = once(store, waiting, body);
        }
        if (execution instanceof Execution.InProgress) {
            engine.tellFound(asked.id, Found.IN_PROGRESS);
        }
        return execution;
    }

    private <X extends Exception> Execution<T> once(
            TransactionalStore store, Waiting waiting, ClaimedBody<? extends @Nullable T, X> body) throws X {
        long begun = System.nanoTime();
        Execution<T> execution = store.<Execution<T>, X>inTransaction(steps -> unit(steps, waiting, body));
        if (execution instanceof Execution.Ran<T> ran) {
            engine.tellFound(asked.id, ran.attempt() > 1 ? Found.TAKEN_OVER : Found.CLAIMED);
            engine.tellEnded(asked.id, Ended.COMPLETED, begun);
        } else if (execution instanceof Execution.Replayed) {
            engine.tellFound(asked.id, Found.REPLAYED);
        } else if (execution instanceof Execution.OtherRequest) {
            engine.tellFound(asked.id, Found.OTHER_REQUEST);
        } else if (execution instanceof Execution.Indeterminate) {
            engine.tellFound(asked.id, Found.INDETERMINATE);
        }
        return execution;
    }

    private <X extends Exception> Execution<T> unit(
            TransactionalStore.Steps steps, Waiting waiting, ClaimedBody<? extends @Nullable T, X> body) throws X {
        String token = ClaimEngine.newToken();
        OperationOptions options = asked.options;
        Duration wait = waiting.left().compareTo(SHORTEST_WAIT) > 0 ? waiting.left() : SHORTEST_WAIT;
        IdempotencyStore.Answer answer =
                steps.claim(new Wanted(asked.id, token, asked.fingerprint, options.lease(), options.takesOver()), wait);
        if (!(answer instanceof Granted granted)) {
            return found(ClaimEngine.found(answer));
        }
        T value = body.run(new TransactionalAttempt(asked.id, granted.attempt()));
        if (!steps.complete(new Owner(asked.id, token, granted.attempt()), toStore(value), options.keep())) {
            throw new IllegalStateException(
                    asked.id + " was claimed in this transaction, and its record is gone from it:"
                            + " the work must not write the table of the keys.");
        }
        return new Execution.Ran<>(value, granted.attempt());
    }
}
