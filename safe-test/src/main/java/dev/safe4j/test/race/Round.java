package dev.safe4j.test.race;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One round: its threads, their common start and their end. Used once, by the thread that runs the race. It makes its threads
 * itself: a pool would start them when it pleases, and keep them.
 */
final class Round<T extends @Nullable Object> {

    /** How long a caller that was let go looks out for the others: long enough to wake a hundred, short enough for one core. */
    private static final long LONGEST_LOOK_OUT = TimeUnit.MILLISECONDS.toNanos(2);

    /** How long interrupted callers have to come back: for a rollback, not for more work. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    /** What a caller did, by its own clock readings. */
    record Flight<T extends @Nullable Object>(
            long start,
            long end,
            @Nullable T value,
            @Nullable Throwable failure) {

        /** The value of a flight without a failure: null only if T may be, which the record cannot say. */
        @SuppressWarnings("NullAway")
        T returned() {
            return value;
        }
    }

    /** A caller with its thread. */
    static final class Seat<T extends @Nullable Object> {
        final RaceCaller caller;
        final Race.Body<? extends T> body;
        final Thread thread;
        volatile @Nullable Flight<T> flight;

        private Seat(RaceCaller caller, Race.Body<? extends T> body, Round<T> round) {
            this.caller = caller;
            this.body = body;
            this.thread = round.thread(this);
        }
    }

    private final List<Seat<T>> seats;
    private final long bound;
    private final CountDownLatch ready;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger asleep;
    private final CountDownLatch done;
    private final AtomicReference<@Nullable VirtualMachineError> fatal = new AtomicReference<>();

    Round(RacePlan<T> plan, int round, long seed) {
        int callers = plan.entrants.size();
        this.bound = plan.within.toNanos();
        this.ready = new CountDownLatch(callers);
        this.asleep = new AtomicInteger(callers);
        this.done = new CountDownLatch(callers);
        this.seats = IntStream.range(0, callers)
                .mapToObj(number -> {
                    RacePlan.Entrant<T> entrant = plan.entrants.get(number);
                    long longestThink = plan.jitter.toNanos();
                    RaceCaller caller = new RaceCaller(number, entrant.name(), round, longestThink, seed);
                    return new Seat<T>(caller, entrant.body(), this);
                })
                .toList();
    }

    /**
     * Starts the threads, opens the gate and waits for all callers.
     *
     * @return what those did that came back in time, by their numbers; the others still run
     * @throws VirtualMachineError if a caller met one; the others are interrupted
     */
    Map<RaceCaller, Flight<T>> run() throws InterruptedException {
        start();
        if (ready.await(bound, TimeUnit.NANOSECONDS)) {
            gate.countDown();
            done.await(bound, TimeUnit.NANOSECONDS); // its answer may be outdated by now: what has landed counts
        }
        VirtualMachineError ending = fatal.get();
        if (ending != null) {
            giveUp();
            throw ending;
        }
        Map<RaceCaller, Flight<T>> landed = landed();
        if (landed.size() == seats.size()) {
            // They have nothing left to do but to end; the round is over when they have.
            join(Math.max(bound, GRACE));
        }
        return landed;
    }

    private Thread thread(Seat<T> seat) {
        Thread thread = new Thread(() -> call(seat), "race-" + seat.caller.name() + "-" + seat.caller.number());
        thread.setDaemon(true);
        return thread;
    }

    private void start() {
        try {
            seats.forEach(seat -> seat.thread.start());
        } catch (RuntimeException | Error noThread) {
            giveUp();
            throw noThread;
        }
    }

    private void call(Seat<T> seat) {
        try {
            ready.countDown();
            gate.await();
        } catch (InterruptedException givenUpBeforeTheStart) {
            return;
        }
        startTogether();
        seat.caller.think();
        Flight<T> flight = fly(seat);
        seat.flight = flight;
        if (isFatal(flight.failure())) {
            fatal.compareAndSet(null, (VirtualMachineError) flight.failure());
            while (done.getCount() > 0) {
                done.countDown();
            }
        }
        done.countDown();
    }

    /**
     * Lets the callers go together. The gate wakes them one after the other, each some microseconds after the last, so that a
     * short body would be over before the next one begins: who is awake looks out until all are. By yielding, since with more
     * callers than cores a spinning one would keep the others asleep; for a moment only, since the machine may be busy.
     * Measured with bodies of a microsecond on two cores, rounds that overlapped: of 2 callers 3 of 100 by the gate alone, 80
     * so; of 50 callers 12 and 51.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a better start where yield works, and still a start where it does not
    private void startTogether() {
        asleep.decrementAndGet();
        long end = System.nanoTime() + LONGEST_LOOK_OUT;
        while (asleep.get() > 0 && System.nanoTime() - end < 0) {
            Thread.yield();
        }
    }

    // The body may throw anything: whatever it is, it is what became of the caller.
    private Flight<T> fly(Seat<T> seat) {
        long start = System.nanoTime();
        try {
            T value = seat.body.run(seat.caller);
            return new Flight<>(start, System.nanoTime(), value, null);
        } catch (Throwable failure) {
            return new Flight<>(start, System.nanoTime(), null, failure);
        }
    }

    /** Tells what no test should go on after; a stack overflow is over with the stack that overflowed. */
    static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    /** Interrupts the callers, and waits a moment. Returns the threads that are still there. */
    List<Thread> giveUp() {
        seats.forEach(seat -> seat.thread.interrupt());
        try {
            join(GRACE);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
        return seats.stream().map(seat -> seat.thread).filter(Thread::isAlive).toList();
    }

    private void join(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (Seat<T> seat : seats) {
            TimeUnit.NANOSECONDS.timedJoin(seat.thread, end - System.nanoTime());
        }
    }

    private Map<RaceCaller, Flight<T>> landed() {
        Map<RaceCaller, Flight<T>> landed = new LinkedHashMap<>();
        for (Seat<T> seat : seats) {
            Flight<T> flight = seat.flight;
            if (flight != null) {
                landed.put(seat.caller, flight);
            }
        }
        return landed;
    }

    List<Thread> threadsWithout(Set<RaceCaller> landed) {
        return seats.stream()
                .filter(seat -> !landed.contains(seat.caller))
                .map(seat -> seat.thread)
                .toList();
    }

    /**
     * The most callers that were in flight at one moment. Computed afterwards, of each caller's own clock readings: a counter that
     * all of them write would order their memory accesses and so hide the very races that are sought.
     */
    static int overlap(List<? extends Flight<?>> flights) {
        if (flights.isEmpty()) {
            return 0;
        }
        long zero = flights.get(0).start(); // the clock may run over: only differences have an order
        long[] starts =
                flights.stream().mapToLong(each -> each.start() - zero).sorted().toArray();
        long[] ends =
                flights.stream().mapToLong(each -> each.end() - zero).sorted().toArray();
        int most = 1;
        int ended = 0;
        for (int started = 1; started <= starts.length; started++) {
            while (ended < ends.length && ends[ended] <= starts[started - 1]) {
                ended++;
            }
            most = Math.max(most, started - ended);
        }
        return most;
    }
}
