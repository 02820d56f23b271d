package dev.safe4j.idempotency;

import dev.safe4j.lease.LeaseLostException;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A run whose claim commits with its effects.
 *
 * @param id the request
 * @param number which claim
 */
record TransactionalAttempt(RequestId id, long number) implements ClaimedAttempt {

    @Override
    public String idempotencyKey(String call) {
        return DerivedKey.of(id, call);
    }

    @Override
    public boolean isHeld() {
        return true; // the row is this transaction's until it ends
    }

    @Override
    public void ensureHeld() {
        // as above
    }

    @Override
    public CompletionStage<LeaseLostException> whenLost() {
        return new CompletableFuture<LeaseLostException>().minimalCompletionStage();
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T step(String name, Type type, Step<T, X> step) {
        throw refused(name);
    }

    @Override
    public <X extends Exception> void step(String name, StepAction<X> step) {
        throw refused(name);
    }

    private IllegalStateException refused(String step) {
        return new IllegalStateException(
                "step '" + step + "' of " + id + " is in the same-transaction mode, whose work is"
                        + " rolled back and run again after a conflict: what is done outside the database would be done again. Use the"
                        + " lease mode, or enqueue it in the transaction.");
    }
}
