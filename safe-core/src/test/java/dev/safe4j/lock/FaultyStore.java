package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A memory store that fails as it is told to, and counts its calls. */
final class FaultyStore implements LockStore {

    /** What is to become of a call. */
    interface Fault {
        /** Runs the step, or not, and what it does around it. */
        <T> T around(java.util.function.Supplier<T> step);
    }

    /** The call never arrives. */
    static final Fault BEFORE = new Fault() {
        @Override
        public <T> T around(java.util.function.Supplier<T> step) {
            throw new IllegalStateException("the store was not reached");
        }
    };

    /** The thread is interrupted, so that the call never leaves. */
    static final Fault INTERRUPTED_BEFORE = new Fault() {
        @Override
        public <T> T around(java.util.function.Supplier<T> step) {
            Thread.currentThread().interrupt();
            return BEFORE.around(step);
        }
    };

    /** The thread is interrupted, and does not wait for the answer. */
    static final Fault INTERRUPTED_AFTER = new Fault() {
        @Override
        public <T> T around(java.util.function.Supplier<T> step) {
            Thread.currentThread().interrupt();
            return AFTER.around(step);
        }
    };

    /** The call has its effect, and the answer is lost. */
    static final Fault AFTER = new Fault() {
        @Override
        public <T> T around(java.util.function.Supplier<T> step) {
            step.get();
            throw new IllegalStateException("the answer was lost");
        }
    };

    private final String name;
    final MemoryLockStore memory = new MemoryLockStore();
    /** What was released, in that order. */
    final List<String> released = new CopyOnWriteArrayList<>();

    final Steps acquires = new Steps();
    final Steps renewals = new Steps();
    final Steps releases = new Steps();

    FaultyStore() {
        this("faulty");
    }

    FaultyStore(String name) {
        this.name = name;
    }

    /** What becomes of the calls of one kind. */
    static final class Steps {
        final AtomicInteger calls = new AtomicInteger();
        /** Those that had their effect. */
        final AtomicInteger done = new AtomicInteger();

        private final Deque<Fault> faults = new ArrayDeque<>();

        synchronized void next(Fault... planned) {
            faults.addAll(List.of(planned));
        }

        private synchronized Fault take() {
            return faults.isEmpty() ? doing(() -> {}) : faults.remove();
        }

        private <T> T run(java.util.function.Supplier<T> step) {
            calls.incrementAndGet();
            return take().around(() -> {
                T answer = step.get();
                done.incrementAndGet();
                return answer;
            });
        }
    }

    /** The call has its effect, and something happens before it is answered. */
    static Fault doing(Runnable then) {
        return new Fault() {
            @Override
            public <T> T around(java.util.function.Supplier<T> step) {
                T answer = step.get();
                then.run();
                return answer;
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        return acquires.run(() -> memory.acquire(requests));
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return renewals.run(() -> memory.renew(leases));
    }

    @Override
    public List<Released> release(List<Release> all) {
        all.forEach(each -> released.add(each.key()));
        return releases.run(() -> memory.release(all));
    }

    @Override
    public void close() {
        memory.close();
    }
}
