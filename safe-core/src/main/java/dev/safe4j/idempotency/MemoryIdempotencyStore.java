package dev.safe4j.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of one process: for tests, and for programs that are alone and need no answer after a restart. Thread-safe. Its
 * clock is the monotonic one, set once by the start of the process.
 */
public final class MemoryIdempotencyStore implements IdempotencyStore {

    private final String name;
    private final Map<RequestId, Kept> records = new HashMap<>();
    private final long origin = System.nanoTime();
    private final Instant started =
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

    /** What is kept of a request: until when its lease lasts, or, once there is an answer, until when that is kept. */
    private static final class Kept {
        private final @Nullable Fingerprint fingerprint;
        private String token;
        private long attempt = 1;
        private long until;
        private @Nullable StoredAnswer answer;
        private Instant completed = Instant.EPOCH;
        private final Map<String, StoredAnswer> steps = new LinkedHashMap<>();

        Kept(Wanted wanted) {
            this.fingerprint = wanted.fingerprint();
            this.token = wanted.token();
        }

        boolean isOver() {
            return until - System.nanoTime() <= 0;
        }

        boolean isForAnother(Wanted wanted) {
            Fingerprint other = wanted.fingerprint();
            return fingerprint != null && other != null && !fingerprint.equals(other);
        }

        void lasts(Duration length) {
            until = System.nanoTime() + length.toNanos();
        }
    }

    /** Makes an empty store named "memory". */
    public MemoryIdempotencyStore() {
        this("memory");
    }

    /**
     * Makes an empty store.
     *
     * @param name its name
     */
    public MemoryIdempotencyStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Answer claim(Wanted wanted) {
        Kept kept = present(wanted.id());
        if (kept == null) {
            kept = new Kept(wanted);
            records.put(wanted.id(), kept);
        } else if (kept.answer == null && kept.token.equals(wanted.token())) {
            return new Granted(kept.attempt); // sent again
        } else if (kept.isForAnother(wanted)) {
            return new OtherRequest();
        } else if (kept.answer != null || !kept.isOver() || !wanted.takesOver()) {
            return found(kept);
        } else {
            kept.token = wanted.token();
            kept.attempt++;
        }
        kept.lasts(wanted.lease());
        return new Granted(kept.attempt);
    }

    private @Nullable Kept present(RequestId id) {
        Kept kept = records.get(id);
        if (kept != null && kept.answer != null && kept.isOver()) {
            records.remove(id);
            return null;
        }
        return kept;
    }

    private Answer found(Kept kept) {
        StoredAnswer answer = kept.answer;
        if (answer != null) {
            return new Completed(answer, kept.completed);
        }
        long left = kept.until - System.nanoTime();
        return left > 0
                ? new Running(kept.attempt, Duration.ofNanos(left))
                : new Indeterminate(kept.attempt, started.plusNanos(kept.until - origin));
    }

    private @Nullable Kept owned(Owner owner) {
        Kept kept = records.get(owner.id());
        return kept != null && kept.answer == null && kept.token.equals(owner.token()) ? kept : null;
    }

    @Override
    public synchronized boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        Kept kept = records.get(owner.id());
        if (kept == null || !kept.token.equals(owner.token())) {
            return false;
        }
        if (kept.answer == null) { // else it was sent again
            answer(kept, answer, keep);
        }
        return true;
    }

    private void answer(Kept kept, StoredAnswer answer, Duration keep) {
        kept.answer = answer;
        kept.completed = started.plusNanos(System.nanoTime() - origin);
        kept.lasts(keep);
    }

    @Override
    public synchronized boolean release(Owner owner) {
        return owned(owner) != null && records.remove(owner.id()) != null;
    }

    @Override
    public synchronized boolean abandon(Owner owner) {
        Kept kept = owned(owner);
        if (kept != null) {
            kept.until = Math.min(kept.until, System.nanoTime());
        }
        return kept != null;
    }

    @Override
    public synchronized List<Boolean> renew(List<Renewal> renewals) {
        return renewals.stream().map(this::renew).toList();
    }

    private boolean renew(Renewal renewal) {
        Kept kept = owned(renewal.owner());
        if (kept == null || kept.isOver()) {
            return false;
        }
        kept.lasts(renewal.lease());
        return true;
    }

    @Override
    public synchronized boolean record(Owner owner, String step, StoredAnswer result) {
        Kept kept = owned(owner);
        if (kept != null) {
            kept.steps.putIfAbsent(step, result);
        }
        return kept != null;
    }

    @Override
    public synchronized Map<String, StoredAnswer> steps(RequestId id) {
        Kept kept = records.get(id);
        return kept == null ? Map.of() : Map.copyOf(kept.steps);
    }

    @Override
    public synchronized @Nullable Answer look(RequestId id) {
        Kept kept = present(id);
        return kept == null ? null : found(kept);
    }

    @Override
    public synchronized boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        Kept kept = records.get(id);
        if (kept == null || kept.answer != null || kept.attempt != attempt || !kept.isOver()) {
            return false;
        }
        if (answer == null) {
            records.remove(id);
        } else {
            kept.token = ""; // of nobody: a late owner completes nothing
            answer(kept, answer, keep);
        }
        return true;
    }

    @Override
    public synchronized int purge(int atMost) {
        int purged = 0;
        for (Iterator<Kept> all = records.values().iterator(); all.hasNext() && purged < atMost; ) {
            Kept each = all.next();
            if (each.answer != null && each.isOver()) {
                all.remove();
                purged++;
            }
        }
        return purged;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
