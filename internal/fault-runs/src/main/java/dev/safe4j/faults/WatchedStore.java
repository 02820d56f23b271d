package dev.safe4j.faults;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that counts its steps without an answer: what they asked for may have been done. Thread-safe. */
final class WatchedStore implements LockStore {

    private final LockStore store;
    private final AtomicInteger acquires = new AtomicInteger();
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger releases = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    WatchedStore(LockStore store) {
        this.store = store;
    }

    private static <T> T counted(AtomicInteger unanswered, Supplier<T> step) {
        boolean answered = false;
        try {
            T answer = step.get();
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                unanswered.incrementAndGet();
            }
        }
    }

    int unansweredAcquires() {
        return acquires.get();
    }

    int unansweredRenewals() {
        return renewals.get();
    }

    int unansweredReleases() {
        return releases.get();
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
        return counted(acquires, () -> store.acquire(requests));
    }

    @Override
    public List<Released> release(List<Release> given) {
        return counted(releases, () -> store.release(given));
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return counted(renewals, () -> store.renew(leases));
    }

    @Override
    public void close() {
        store.close();
    }
}
