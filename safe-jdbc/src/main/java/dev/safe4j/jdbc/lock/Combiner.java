package dev.safe4j.jdbc.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Sends calls of several threads together, once there are many: the first thread that comes leads and sends what has gathered meanwhile, on
 * its own thread, and the others follow: "flat combining", after Hendler, Incze, Shavit and Tzafrir 2010. While callers are few, each
 * goes straight through: waking the others costs more than what they save. Thread-safe.
 *
 * @param <Q> a call
 * @param <A> its answer
 */
final class Combiner<Q, A> {

    private static final int MOST_AT_ONCE = 64;

    private final int leaders;
    private final int few;
    private final Function<Q, String> key;
    private final Function<List<Q>, List<A>> send;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Deque<Call<Q, A>> waiting = new ArrayDeque<>();
    private int leading;
    /** Calls that are under way or wait. */
    private int present;

    private static final class Call<Q, A> {
        private final Q question;
        private final Thread thread = Thread.currentThread();
        private volatile boolean leads;
        private volatile boolean done;
        private boolean follows;
        private @Nullable A answer;
        private @Nullable Throwable failure;

        Call(Q question) {
            this.question = question;
        }
    }

    /**
     * Makes a combiner.
     *
     * @param leaders how many batches can be under way at once when calls are many
     * @param few up to so many calls at once go each for itself
     * @param key two calls of one key never go in one batch
     * @param send sends a batch; answers in its order
     */
    Combiner(int leaders, int few, Function<Q, String> key, Function<List<Q>, List<A>> send) {
        this.leaders = leaders;
        this.few = few;
        this.key = key;
        this.send = send;
    }

    /** Sends a call. An interrupt does not end it, since what it asks for may be granted already; the flag stays. */
    A send(Q question) {
        Call<Q, A> mine = new Call<>(question);
        mutex.lock();
        try {
            present++;
            if (leading < leaders || present <= few) {
                leading++;
                mine.leads = true;
            } else {
                waiting.addLast(mine);
            }
        } finally {
            mutex.unlock();
        }
        await(mine);
        mine.follows = mine.done;
        if (!mine.done) {
            lead(mine);
        }
        return answerOf(mine);
    }

    private static void await(Call<?, ?> mine) {
        boolean interrupted = false;
        while (!mine.done && !mine.leads) {
            LockSupport.park(mine);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void lead(Call<Q, A> mine) {
        List<Call<Q, A>> batch = gather(mine);
        // Pools and drivers refuse to work for an interrupted thread, and the others were not interrupted.
        boolean interrupted = batch.size() > 1 && Thread.interrupted();
        try {
            List<A> answers =
                    send.apply(batch.stream().map(each -> each.question).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer = answers.get(i);
            }
        } catch (RuntimeException | Error failure) {
            batch.forEach(each -> each.failure = failure);
        } finally {
            handOver(batch.size());
            for (Call<Q, A> each : batch) {
                each.done = true;
                LockSupport.unpark(each.thread);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Call<Q, A>> gather(Call<Q, A> mine) {
        List<Call<Q, A>> batch = new ArrayList<>(List.of(mine));
        Set<String> keys = new HashSet<>(Set.of(key.apply(mine.question)));
        mutex.lock();
        try {
            for (Iterator<Call<Q, A>> others = waiting.iterator(); others.hasNext() && batch.size() < MOST_AT_ONCE; ) {
                Call<Q, A> other = others.next();
                if (keys.add(key.apply(other.question))) {
                    batch.add(other);
                    others.remove();
                }
            }
        } finally {
            mutex.unlock();
        }
        return batch;
    }

    /** The first of those that still wait leads the next batch, unless enough others lead. */
    private void handOver(int done) {
        mutex.lock();
        try {
            present -= done;
            boolean enough = leading > leaders && present > few;
            Call<Q, A> next = enough ? null : waiting.pollFirst();
            if (next == null) {
                leading--;
            } else {
                next.leads = true;
                LockSupport.unpark(next.thread);
            }
        } finally {
            mutex.unlock();
        }
    }

    @SuppressWarnings("NullAway") // a call that is done and has not failed is answered
    private A answerOf(Call<Q, A> call) {
        if (call.failure instanceof Error error) {
            throw error;
        }
        if (call.failure instanceof RuntimeException failure) {
            throw call.follows
                    ? new DataAccessResourceFailureException(
                            "sent together with others: " + failure.getMessage(), failure)
                    : failure;
        }
        return call.answer;
    }
}
