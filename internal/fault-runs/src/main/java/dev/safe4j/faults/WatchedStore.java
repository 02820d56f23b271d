package dev.safe4j.faults;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A store that counts its steps without an answer, which may have been done, and the other ones that failed. Thread-safe. */
final class WatchedStore implements LockStore {

    private final LockStore store;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    WatchedStore(LockStore store) {
        this.store = store;
    }

    private <T> T counted(String steps, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException failure) {
            count((Unanswered.is(failure) ? "unknown-" : "failed-") + steps);
            throw failure;
        }
    }

    /** Counts something that has happened, by a name without blanks. */
    void count(String name) {
        counts.computeIfAbsent(name, first -> new LongAdder()).increment();
    }

    Map<String, LongAdder> counts() {
        return counts;
    }

    /** Keeps one failure of each class, for whoever reads the output of a run that failed. */
    void note(RuntimeException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && !deepest.getCause().equals(deepest)) {
            deepest = deepest.getCause();
        }
        if (failures.size() < 20 && System.getenv("FAULTS_DEBUG") != null) {
            failure.printStackTrace();
        }
        failures.putIfAbsent(failure.getClass().getSimpleName(), failure.getMessage() + " <- " + deepest);
    }

    Map<String, String> failures() {
        return failures;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        return counted("acquires", () -> store.acquire(requests));
    }

    @Override
    public List<Released> release(List<Release> given) {
        return counted("releases", () -> store.release(given));
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return counted("renewals", () -> store.renew(leases));
    }

    @Override
    public void close() {
        store.close();
    }
}
