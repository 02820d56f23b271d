package dev.safe4j.lock;

import dev.safe4j.lease.LeaseLostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The callers of one process that want one key: a fair queue, of which only the first talks to the store. It is there only
 * while somebody holds or wants the key. Thread-safe.
 */
final class Cohort {

    private final String key;
    private final LockEngine engine;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    /** Whether one caller of this process holds the lock or talks to the store about it: all others queue. */
    private boolean taken;

    private @Nullable Tenure tenure;
    private @Nullable HeldLock current;
    private volatile @Nullable Waiter front;
    private volatile LockStore.@Nullable Busy seen;
    /** How many are in here; guarded by the map of cohorts. */
    int users;

    Cohort(String key, LockEngine engine) {
        this.key = key;
        this.engine = engine;
    }

    String key() {
        return key;
    }

    /**
     * Comes to the head of the queue, or is handed the lock by the one before.
     *
     * @return the caller's place: at the head, or with the lock; null if it did not get there in time
     */
    @Nullable
    Waiter enter(LockOptions options, Deadline deadline) {
        Waiter me = new Waiter(options);
        mutex.lock();
        try {
            if (!taken) {
                taken = true;
                me.promote();
                return me;
            }
            if (deadline.isOver()) {
                return null;
            }
            queue.addLast(me);
        } finally {
            mutex.unlock();
        }
        return me.await(deadline, engine::isClosed) || !leave(me) ? me : null;
    }

    /** Takes a waiter out of the queue; false if its turn has come meanwhile. */
    private boolean leave(Waiter me) {
        mutex.lock();
        try {
            return queue.remove(me);
        } finally {
            mutex.unlock();
        }
    }

    /** Whom a release in the store wakes. */
    void waitsForStore(@Nullable Waiter waiter) {
        front = waiter;
    }

    /** What the store has last said of another process that holds the lock; null if it did not. */
    void saw(LockStore.@Nullable Busy busy) {
        seen = busy;
    }

    LockStore.@Nullable Busy seen() {
        return seen;
    }

    /** A lock was released in the store. */
    void signal() {
        Waiter waiting = front;
        if (waiting != null) {
            waiting.signal();
        }
    }

    /** The head of the queue has got the lease from the store. */
    HeldLock begin(Tenure granted, LockOptions options) {
        try {
            engine.keep(granted, options);
        } catch (RuntimeException | Error closed) { // or no thread could be had
            engine.discard(granted);
            throw closed;
        }
        HeldLock lock;
        mutex.lock();
        try {
            tenure = granted;
            lock = new HeldLock(this, granted, granted.nextFence(), options);
            lock.settle();
            current = lock;
        } finally {
            mutex.unlock();
        }
        granted.lease().whenLost().thenAccept(loss -> lose(granted, loss.why()));
        return lock;
    }

    /** Ends all waits: the locks are closed. */
    void endWaits() {
        mutex.lock();
        try {
            queue.forEach(Waiter::signal);
        } finally {
            mutex.unlock();
        }
        signal();
    }

    /** The head of the queue gives up: the next one's turn, or nobody's. */
    void passOn() {
        mutex.lock();
        try {
            Waiter next = queue.pollFirst();
            taken = next != null;
            if (next != null) {
                next.promote();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** Ends a holding, of whichever thread: hands the lock on within the process, or gives it back to the store. */
    void release(HeldLock lock) {
        if (endsTenure(lock)) {
            giveBack(lock);
        }
    }

    void giveBack(HeldLock lock) {
        engine.giveBack(List.of(lock));
    }

    LockEngine engine() {
        return engine;
    }

    /**
     * Ends a holding on this side.
     *
     * @return true if it now has to be given back to the store, with {@link #passOn} after it
     */
    boolean endsTenure(HeldLock lock) {
        Tenure ended = lock.tenure();
        boolean timeIsOver = false;
        mutex.lock();
        try {
            if (current != lock || !lock.isOpen()) {
                return false; // of an earlier holder: its release frees nothing
            }
            timeIsOver = ended.lease().remaining().isZero();
            if (!timeIsOver) {
                lock.markReleased();
                if (!handOver(lock, ended)) {
                    tenure = null;
                    current = null;
                    return true;
                }
            }
        } finally {
            mutex.unlock();
        }
        if (timeIsOver) {
            lose(ended, "its time was over before it was released");
        } else {
            engine.events().released(lock, true);
            engine.leave(this);
        }
        return false;
    }

    private boolean handOver(HeldLock from, Tenure ended) {
        Waiter next = queue.peekFirst();
        if (next == null || !from.leftOfShortestHold().isZero() || !ended.mayGoOn(engine.cohorting(), next.options())) {
            return false;
        }
        queue.pollFirst();
        HeldLock lock = new HeldLock(this, ended, ended.nextFence(), next.options());
        current = lock;
        next.hand(lock);
        return true;
    }

    /** The end of a holding that the store must not be told of: it may still be needed there until its lease ends. */
    void abandon(HeldLock lock) {
        mutex.lock();
        try {
            if (current != lock || !lock.markReleased()) {
                return;
            }
            tenure = null;
            current = null;
        } finally {
            mutex.unlock();
        }
        engine.forget(lock.tenure());
        engine.events().released(lock, false);
        passOn();
        engine.leave(this);
    }

    /** The lease is lost: its holder is told, and the rest of its fencing numbers is never used. */
    void lose(Tenure over, String why) {
        HeldLock holder;
        mutex.lock();
        try {
            holder = current;
            if (tenure != over || holder == null) {
                return;
            }
            holder.markLost();
            tenure = null;
            current = null;
        } finally {
            mutex.unlock();
        }
        engine.forget(over);
        if (holder.isSettled()) { // else its thread will find out, and is at the head of the queue
            passOn(); // before callbacks of the holder's, which may take their time
            engine.leave(this);
            holder.signalLost(why);
            engine.events().lost(holder);
        }
    }

    /**
     * Takes over a lock that was handed over, with enough of its lease left.
     *
     * @return false if it was lost on the way: then the caller is at the head of the queue
     */
    boolean takeOver(HeldLock handed) {
        Tenure handedOver = handed.tenure();
        engine.keep(handedOver, handed.options());
        boolean kept = !handedOver.needsRenewal() || engine.renewOf(handedOver);
        if (kept && settles(handed)) {
            return true;
        }
        lose(handedOver, LeaseLostException.NOT_THE_OWNER);
        engine.forget(handedOver); // also if it was lost before: it was kept once more
        return false;
    }

    /** From here on, whoever ends it also lets the next in; false if it was lost before, which left that to its caller. */
    boolean settles(HeldLock handed) {
        mutex.lock();
        try {
            boolean mine = current == handed;
            if (mine) {
                handed.settle();
            }
            return mine;
        } finally {
            mutex.unlock();
        }
    }

    /** Renews on the holder's behalf; false if the lease is lost. */
    boolean renew(Tenure held) {
        boolean kept = engine.renewOf(held);
        if (!kept) {
            lose(held, LeaseLostException.NOT_THE_OWNER);
        }
        return kept;
    }

    /** The present holder, if it is one of this process. */
    @Nullable
    HeldLock current() {
        mutex.lock();
        try {
            return current;
        } finally {
            mutex.unlock();
        }
    }
}
