package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.TransactionalStore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store with whose first use its purge begins, for those who use it without {@link dev.safe4j.idempotency.Idempotency}. Thread-safe. */
public final class PurgedStore implements TransactionalStore {

    private final TransactionalStore store;
    private final Supplier<@Nullable PurgeSchedule> purge;
    private final AtomicBoolean isUsed = new AtomicBoolean();

    /**
     * Makes the store.
     *
     * @param store what is used
     * @param purge of its tables, asked for at the first use; gives null if there is none
     */
    public PurgedStore(TransactionalStore store, Supplier<@Nullable PurgeSchedule> purge) {
        this.store = store;
        this.purge = purge;
    }

    private void begin() {
        if (!isUsed.get() && isUsed.compareAndSet(false, true)) {
            PurgeSchedule schedule = purge.get();
            if (schedule != null) {
                schedule.begin();
            }
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T inTransaction(Unit<T, X> unit) throws X {
        begin();
        return store.inTransaction(unit);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T joining(Unit<T, X> unit) throws X {
        begin();
        return store.joining(unit);
    }
}
