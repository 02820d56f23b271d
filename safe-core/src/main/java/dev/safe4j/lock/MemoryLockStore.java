package dev.safe4j.lock;

import dev.safe4j.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of one process: for tests, and for programs that are alone. Thread-safe. It keeps nothing of a key that
 * was given back, from the next acquisition of any key on; one that was left to run out is kept until its key is wanted again. Its clock is the monotonic one, set once by the start of the process, so
 * fencing numbers grow over restarts too.
 */
public final class MemoryLockStore implements LockStore, ReleaseSignal {

    /** One for all stores, so that the numbers of one that is made later are higher, as those of a server's clock are. */
    private static final long ORIGIN = System.nanoTime();

    private final String name;
    private final Map<String, Held> held = new HashMap<>();
    /** Given up, and kept for a while; the first to be free at the head. */
    private final Queue<Held> leaving = new PriorityQueue<>((one, other) -> Long.signum(one.until - other.until));

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Instant started =
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

    private static final class Held {
        private final Request request;
        private long lastFence;
        private final Instant since;
        private long until;
        private boolean awaited;
        private boolean released;

        /** What was reserved and not used is not given out. */
        void usedUpTo(long fence) {
            lastFence = Math.max(lastFence - request.fences(), fence);
        }

        Held(Request request, long lastFence, Instant since, long until) {
            this.request = request;
            this.lastFence = lastFence;
            this.since = since;
            this.until = until;
        }
    }

    /** Makes an empty store named "memory". */
    public MemoryLockStore() {
        this("memory");
    }

    /**
     * Makes an empty store.
     *
     * @param name its name
     */
    public MemoryLockStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized List<Answer> acquire(List<Request> requests) {
        return each(requests, this::acquire);
    }

    private Answer acquire(Request request) {
        long now = System.nanoTime();
        forget(now);
        Held present = held.get(request.key());
        if (present != null && present.until - now > 0) {
            present.awaited |= request.waits();
            return new Busy(
                    present.request.owner(), present.lastFence, present.since, Duration.ofNanos(present.until - now));
        }
        long micros = micros(now);
        long first = present == null ? micros : Math.max(present.lastFence + 1, micros);
        Instant since = started.plusNanos(now - ORIGIN);
        held.put(
                request.key(),
                new Held(
                        request,
                        first + request.fences() - 1,
                        since,
                        now + request.length().toNanos()));
        return new Granted(first, since);
    }

    private long micros(long now) {
        return started.getEpochSecond() * 1_000_000 + started.getNano() / 1_000 + (now - ORIGIN) / 1_000;
    }

    @Override
    public synchronized List<Boolean> renew(List<Lease> leases) {
        return each(leases, lease -> {
            Held present = owned(lease.key(), lease.token());
            if (present == null || present.until - System.nanoTime() <= 0) {
                return false;
            }
            present.until = System.nanoTime() + lease.length().toNanos();
            return true;
        });
    }

    @Override
    public List<Released> release(List<Release> releases) {
        List<Released> answers;
        synchronized (this) {
            answers = each(releases, this::release);
        }
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) == Released.AWAITED) {
                String key = releases.get(i).key();
                listeners.forEach(listener -> listener.accept(key));
            }
        }
        return answers;
    }

    private Released release(Release release) {
        Held present = owned(release.key(), release.token());
        if (present == null) {
            return Released.LOST;
        }
        long now = System.nanoTime();
        present.usedUpTo(release.lastFence());
        if (release.keepFor().isZero() && present.lastFence < micros(now)) {
            held.remove(release.key()); // the clock is past its numbers, so the next ones are higher anyway
        } else {
            present.until = now + release.keepFor().toNanos();
            present.released = true;
            leaving.add(present);
        }
        return present.awaited ? Released.AWAITED : Released.FREED;
    }

    /** What is free and whose numbers the clock is past: a release within the microsecond of its acquisition has to wait for that. */
    private void forget(long now) {
        Held next = leaving.peek();
        while (next != null && next.until - now <= 0 && next.lastFence < micros(now)) {
            leaving.remove();
            held.remove(next.request.key(), next); // unless somebody else has it since
            next = leaving.peek();
        }
    }

    /** How many keys it knows of at present. */
    synchronized int size() {
        return held.size();
    }

    private @Nullable Held owned(String key, String token) {
        Held present = held.get(key);
        boolean isOwned =
                present != null && !present.released && present.request.token().equals(token);
        return isOwned ? present : null;
    }

    private static <A, B> List<B> each(List<A> steps, Function<A, B> step) {
        List<B> answers = new ArrayList<>(steps.size());
        steps.forEach(each -> answers.add(step.apply(each)));
        return answers;
    }

    @Override
    public Listening listen(Consumer<String> released) {
        listeners.add(released);
        return () -> listeners.remove(released);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
