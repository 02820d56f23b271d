package dev.safe4j.idempotency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How idempotency is set up; begun by {@link Idempotency#builder}. For one thread. */
public final class IdempotencyBuilder {

    final IdempotencyStore store;
    final List<IdempotencyListener> listeners = new ArrayList<>();
    AnswerCodec codec = new PlainCodec();
    OperationOptions options = OperationOptions.DEFAULTS;

    @Nullable
    TransactionalStore transactional;

    IdempotencyBuilder(IdempotencyStore store) {
        this.store = Objects.requireNonNull(store, "the store of the idempotency is null");
    }

    /**
     * Sets how results are stored.
     *
     * @param answers the codec
     * @return this
     */
    public IdempotencyBuilder codec(AnswerCodec answers) {
        codec = Objects.requireNonNull(answers, "the codec is null");
        return this;
    }

    /**
     * Allows the same-transaction mode.
     *
     * @param sameDatabase the store in whose database the effects are
     * @return this
     */
    public IdempotencyBuilder transactional(TransactionalStore sameDatabase) {
        transactional = Objects.requireNonNull(sameDatabase, "the transactional store is null");
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of operations
     * @return this
     */
    public IdempotencyBuilder listener(IdempotencyListener listener) {
        listeners.add(Objects.requireNonNull(listener, "the listener is null"));
        return this;
    }

    /**
     * Sets how long a claim lasts without a renewal, unless an operation says otherwise.
     *
     * @param length 100 ms to a day
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotencyBuilder lease(Duration length) {
        options = options.lease(length);
        return this;
    }

    /**
     * Sets for how long an answer is kept, unless an operation says otherwise.
     *
     * @param time longer than zero
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotencyBuilder keep(Duration time) {
        options = options.keep(time);
        return this;
    }

    /**
     * Sets the largest answer that is kept; for a larger one a tombstone is, so that the operation is not run again.
     *
     * @param bytes 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below
     */
    public IdempotencyBuilder largest(int bytes) {
        options = options.largest(bytes);
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the idempotency, to be closed before the store
     */
    public Idempotency build() {
        return new Idempotency(new ClaimEngine(this));
    }
}
