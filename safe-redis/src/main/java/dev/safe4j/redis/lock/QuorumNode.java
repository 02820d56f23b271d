package dev.safe4j.redis.lock;

import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One server of a quorum. After a failure it is left alone for a while, so that a dead one costs its time-out once in that while.
 * Thread-safe.
 */
final class QuorumNode {

    private static final long SHORTEST_REST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_REST = Duration.ofSeconds(10).toNanos();
    /** So that several dead servers, each of which costs its time-out, do not take turns in costing it. */
    private static final int RESTS_FOR_TIMES = 10;

    /** Beyond these, leases run out by themselves. */
    private static final int MOST_OWED = 1_000;

    private final RedisLockStore store;
    /** What it could not be told: nobody holds that any more, so that its leases would keep others out for nothing. */
    private final BlockingQueue<Release> owed = new LinkedBlockingQueue<>(MOST_OWED);

    private final AtomicLong restsUntil = new AtomicLong(System.nanoTime());

    QuorumNode(RedisLockStore store) {
        this.store = store;
    }

    RedisLockStore store() {
        return store;
    }

    /**
     * What a node said to several questions.
     *
     * @param node who was asked
     * @param answers in the order of the questions; null if it failed or rests
     * @param failure what it failed with
     */
    record Said<A>(
            QuorumNode node,
            @Nullable List<A> answers,
            @Nullable RuntimeException failure) {}

    /** Asks, or says that the node rests. An interrupt is no fault of the node. */
    <A> Said<A> ask(Function<RedisLockStore, List<A>> question) {
        if (restsUntil.get() - System.nanoTime() > 0) {
            return new Said<>(this, null, new IllegalStateException(this + " failed a moment ago and is left alone."));
        }
        long asked = System.nanoTime();
        try {
            releaseOwed();
            return new Said<>(this, question.apply(store), null);
        } catch (RuntimeException failure) {
            if (!Thread.currentThread().isInterrupted()) {
                long now = System.nanoTime();
                long rest = Math.max(SHORTEST_REST, RESTS_FOR_TIMES * (now - asked));
                restsUntil.set(now + Math.min(LONGEST_REST, rest));
            }
            return new Said<>(this, null, failure);
        }
    }

    /** Gives locks up; if that fails or the node rests, before it is asked the next time. */
    Said<Released> release(List<Release> releases) {
        Said<Released> said = ask(each -> each.release(releases));
        if (said.answers() == null) {
            releases.forEach(owed::offer);
        }
        return said;
    }

    private void releaseOwed() {
        List<Release> all = new ArrayList<>();
        owed.drainTo(all);
        if (all.isEmpty()) {
            return;
        }
        try {
            store.release(all);
        } catch (RuntimeException failure) {
            all.forEach(owed::offer);
            throw failure;
        }
    }

    @Override
    public String toString() {
        return "node '" + store.name() + "'";
    }
}
