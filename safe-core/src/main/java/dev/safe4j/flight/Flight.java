package dev.safe4j.flight;

import dev.safe4j.flight.FlightListener.End;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One load and those who wait for it. It is in the map of its {@link Flights} until it ends, is deserted or forgotten. Thread-safe. */
final class Flight<K, V extends @Nullable Object> implements Runnable {

    private enum State {
        LOADING,
        /** What was loaded is on its way to where it is kept. */
        KEEPING,
        ENDED,
        /** All left: nobody can come any more, and what it brings is dropped. */
        DESERTED
    }

    /** The future of one caller, and its place in the list of its flight. */
    static final class Caller<V extends @Nullable Object> extends CompletableFuture<V> {

        final Flight<?, V> flight;
        private final boolean hasDependents;
        private boolean isAboard = true;
        private @Nullable Caller<V> before;
        private @Nullable Caller<V> after;

        private Caller(Flight<?, V> flight, boolean hasDependents) {
            this.flight = flight;
            this.hasDependents = hasDependents;
        }

        /** What depends on it is the caller's, not of this kind. */
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }

        void leave() {
            flight.leave(this);
        }
    }

    final K key;
    /** What the loader waits for, on the loader's thread: the way to find those who wait in a circle. */
    volatile @Nullable Flight<?, ?> waitsFor;

    private final Flights<K, V> home;
    private final Callable<? extends V> loader;
    private final long begun;
    private State state = State.LOADING;
    private boolean isForgotten;
    private boolean isInterrupted;
    private @Nullable Thread runner;
    private @Nullable Thread keeper;
    private @Nullable Caller<V> callers;
    private int count;

    Flight(Flights<K, V> home, K key, Callable<? extends V> loader) {
        this.home = home;
        this.key = key;
        this.loader = loader;
        this.begun = home.isHeard() ? System.nanoTime() : 0;
    }

    /** The caller that starts it, before anybody else knows it. */
    Caller<V> boardFirst(boolean hasDependents) {
        Caller<V> caller = new Caller<>(this, hasDependents);
        callers = caller;
        count = 1;
        return caller;
    }

    /** Another caller; null if it is too late for one. */
    synchronized @Nullable Caller<V> board(boolean hasDependents) {
        if (state == State.ENDED || state == State.DESERTED || isForgotten) {
            return null;
        }
        Caller<V> caller = new Caller<>(this, hasDependents);
        caller.after = callers;
        if (callers != null) {
            callers.before = caller;
        }
        callers = caller;
        count++;
        return caller;
    }

    /** One caller goes; the last one ends the load. */
    void leave(Caller<V> caller) {
        synchronized (this) {
            if (state == State.ENDED || !caller.isAboard) {
                return;
            }
            unlink(caller);
            if (callers != null || home.goesOn || state != State.LOADING) {
                return;
            }
            state = State.DESERTED;
            if (runner != null) {
                isInterrupted = true;
                runner.interrupt();
            }
        }
        home.running.remove(key, this);
        tell(End.DESERTED);
    }

    private void unlink(Caller<V> caller) {
        caller.isAboard = false;
        if (caller.before == null) {
            callers = caller.after;
        } else {
            caller.before.after = caller.after;
        }
        if (caller.after != null) {
            caller.after.before = caller.before;
        }
    }

    /** From now on nobody joins it, and what it brings is not kept; if it is just being kept, waits until it is. */
    @SuppressWarnings("ReferenceEquality") // the same thread
    synchronized void forget() {
        boolean interrupted = false;
        while (state == State.KEEPING && keeper != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        isForgotten = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void start() {
        try {
            home.executor.execute(this);
        } catch (RuntimeException | Error refused) { // or no thread could be had: else its callers wait for nothing
            end(null, refused);
        }
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state != State.LOADING) {
                return;
            }
            runner = Thread.currentThread();
        }
        Flight<?, ?> around = home.enter(this);
        @Nullable V value = null;
        Throwable failure = null;
        try {
            value = loader.call();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            home.exit(around);
        }
        landed(value, failure);
    }

    @SuppressWarnings("NullAway") // what was loaded is null only where V says so
    private void landed(@Nullable V value, @Nullable Throwable thrown) {
        Throwable failure = thrown;
        if (home.keeps()) {
            boolean keeps;
            synchronized (this) {
                leftByRunner();
                keeps = failure == null && state == State.LOADING && !isForgotten;
                if (keeps) {
                    state = State.KEEPING;
                    keeper = Thread.currentThread();
                }
            }
            if (failure == null) {
                failure = keeps ? home.keep(key, value) : home.drop(key, value);
            }
        }
        end(value, failure);
    }

    /** After this nobody interrupts the thread for this load; that it was is forgotten. */
    private void leftByRunner() {
        runner = null;
        if (isInterrupted) {
            isInterrupted = false;
            Thread.interrupted();
        }
    }

    /** Leaves the map before anybody is told: who is told and asks again gets another load. */
    private void end(@Nullable V value, @Nullable Throwable failure) {
        Caller<V> waiting;
        boolean deserted;
        synchronized (this) {
            leftByRunner();
            deserted = state == State.DESERTED;
            state = deserted ? State.DESERTED : State.ENDED;
            waiting = callers;
            callers = null;
            if (keeper != null) {
                notifyAll();
            }
        }
        home.running.remove(key, this);
        if (waiting == null && failure != null) {
            home.nobodyTold(key, failure);
        }
        if (!deserted) {
            tell(failure == null ? End.LOADED : End.FAILED);
        }
        tell(waiting, value, failure);
    }

    private void tell(End end) {
        if (home.isHeard()) {
            home.tell(end, Duration.ofNanos(System.nanoTime() - begun), count);
        }
    }

    /** Those whose futures have dependents last, and on threads of their own but for one: what depends on one delays no other. */
    private void tell(@Nullable Caller<V> waiting, @Nullable V value, @Nullable Throwable failure) {
        Caller<V> last = null;
        Caller<V> next;
        for (Caller<V> each = waiting; each != null; each = next) {
            next = each.after;
            each.before = null; // who keeps its future keeps none of the others
            each.after = null;
            if (!each.hasDependents) {
                complete(each, value, failure);
            } else {
                Caller<V> other = last;
                last = each;
                if (other != null) {
                    home.execute(() -> complete(other, value, failure));
                }
            }
        }
        if (last != null) {
            complete(last, value, failure);
        }
    }

    @SuppressWarnings("NullAway") // what was loaded is null only where V says so
    private static <V extends @Nullable Object> void complete(
            Caller<V> caller, @Nullable V value, @Nullable Throwable failure) {
        if (failure == null) {
            caller.complete(value);
        } else {
            caller.completeExceptionally(failure);
        }
    }
}
