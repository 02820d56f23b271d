package dev.safe4j.idempotency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transactional store for what the rooms make of its answers: transactions come one after the other, and what they claimed and did not
 * complete is forgotten if they are rolled back. It stands for no database: those are tested with their stores.
 */
public final class OneAtATimeStore implements TransactionalStore {

    private final MemoryIdempotencyStore memory;
    private final ReentrantLock open = new ReentrantLock();
    private int conflicts;
    private boolean losesRecords;

    /** Makes the store. */
    public OneAtATimeStore(MemoryIdempotencyStore memory) {
        this.memory = memory;
    }

    /** Has the next transactions end with a conflict, so that they are run again. */
    public void conflicts(int times) {
        conflicts = times;
    }

    /** Has claims be gone when they are completed. */
    void losesRecords() {
        losesRecords = true;
    }

    private final class OpenSteps implements Steps {
        private final List<IdempotencyStore.Owner> claimed = new ArrayList<>();

        @Override
        public IdempotencyStore.Answer claim(IdempotencyStore.Wanted wanted, Duration wait) {
            if (!acquired(wait)) {
                return new IdempotencyStore.Running(1, Duration.ZERO);
            }
            IdempotencyStore.Answer answer = memory.claim(wanted);
            if (answer instanceof IdempotencyStore.Granted granted) {
                claimed.add(new IdempotencyStore.Owner(wanted.id(), wanted.token(), granted.attempt()));
            }
            return answer;
        }

        private boolean acquired(Duration wait) {
            try {
                return open.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public boolean complete(IdempotencyStore.Owner owner, StoredAnswer answer, Duration keep) {
            return !losesRecords && memory.complete(owner, answer, keep);
        }

        void end() {
            claimed.forEach(memory::release);
            while (open.isHeldByCurrentThread()) {
                open.unlock();
            }
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T inTransaction(Unit<T, X> unit) throws X {
        while (true) {
            OpenSteps steps = new OpenSteps();
            try {
                if (conflicts > 0) {
                    conflicts--;
                    unit.run(new Conflicting(steps));
                } else {
                    return unit.run(steps);
                }
            } finally {
                steps.end();
            }
        }
    }

    /** What is completed in a transaction that ends with a conflict is not there. */
    private record Conflicting(Steps steps) implements Steps {

        @Override
        public IdempotencyStore.Answer claim(IdempotencyStore.Wanted wanted, Duration wait) {
            return steps.claim(wanted, wait);
        }

        @Override
        public boolean complete(IdempotencyStore.Owner owner, StoredAnswer answer, Duration keep) {
            return true;
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T joining(Unit<T, X> unit) throws X {
        return inTransaction(unit);
    }
}
