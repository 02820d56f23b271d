package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** What the cases ask of two lock stores. */
abstract class StoreCases extends TwoStores<LockStore> {

    /** Long enough that nothing ends by itself while a case runs. */
    static final Duration LONG = Duration.ofMinutes(5);

    private static final Duration BOUND = Duration.ofSeconds(30);
    /** A short lease that has not ended after so many of its lengths does not end. */
    private static final int LATE = 25;

    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private final String names = UUID.randomUUID().toString().substring(0, 8) + ":";
    /**
     * Tells whether waiting processes are told of a release by the store: then it has to be a {@link dev.safe4j.lock.ReleaseSignal} too.
     *
     * @return false, unless overridden
     */
    protected boolean signals() {
        return false;
    }

    /**
     * Returns the parts that the store does not have: cases that are about them are left out. {@link dev.safe4j.lock.Locks} needs all of
     * them, so this is for measuring locks of other libraries by the same cases.
     *
     * @return none, unless overridden
     */
    protected Set<Part> without() {
        return Set.of();
    }

    /**
     * Returns the longest key that the store says it takes.
     *
     * @return {@link LockStore#LONGEST_KEY}, unless overridden for a lock of another library
     */
    protected int longestKey() {
        return LockStore.LONGEST_KEY;
    }

    final boolean has(Part part) {
        return !without().contains(part);
    }

    /** Leaves the case out if the store has no such part. */
    final void needs(Part... parts) {
        for (Part part : parts) {
            Assumptions.assumeTrue(has(part), () -> "the store has no " + part);
        }
    }

    /**
     * Returns the length of the leases whose end is waited for. It has to be many times a round trip to the store, also on a loaded
     * machine.
     *
     * @return 400 ms, unless overridden; {@link Lease#SHORTEST} or more
     */
    protected Duration shortLease() {
        return Duration.ofMillis(400);
    }

    /** A key of this case alone. */
    String key(String name) {
        return names + name;
    }

    static Request request(String key, Duration length) {
        return new Request(key, token(), "owner-1", length, 1, false);
    }

    static Request request(String key) {
        return request(key, LONG);
    }

    static Request fences(String key, Duration length, int fences) {
        return new Request(key, token(), "owner-1", length, fences, false);
    }

    static Request waiting(String key) {
        return new Request(key, token(), "owner-2", LONG, 1, true);
    }

    static String token() {
        return UUID.randomUUID().toString();
    }

    static Answer ask(LockStore from, Request request) {
        List<Answer> answers = from.acquire(List.of(request));
        assertEquals(1, answers.size(), () -> "answers to one request: " + answers);
        return answers.get(0);
    }

    static Granted granted(LockStore from, Request request) {
        return assertInstanceOf(Granted.class, ask(from, request), () -> "a free key, asked for by " + request);
    }

    static Busy busy(LockStore from, Request request) {
        return assertInstanceOf(Busy.class, ask(from, request), () -> "a held key, asked for by " + request);
    }

    /** Asks until the present lease, a short one, has ended. */
    final Granted atItsEnd(LockStore from, Request request) {
        AtomicReference<@Nullable Granted> granted = new AtomicReference<>();
        await("the lease of '" + request.key() + "' to end", shortLease().multipliedBy(LATE), () -> {
            granted.set(ask(from, request) instanceof Granted now ? now : null);
            return granted.get() != null;
        });
        return Objects.requireNonNull(granted.get());
    }

    static Lease lease(Request request, Granted granted) {
        return new Lease(request.key(), request.token(), granted.firstFence(), request.length(), System.nanoTime());
    }

    static boolean renew(LockStore at, Request request, Granted granted) {
        List<Boolean> answers = at.renew(List.of(lease(request, granted)));
        assertEquals(1, answers.size(), () -> "answers to one renewal: " + answers);
        return answers.get(0);
    }

    static Release giveUp(Request request, Granted granted) {
        return new Release(request.key(), request.token(), granted.firstFence(), Duration.ZERO);
    }

    static Released release(LockStore at, Release release) {
        List<Released> answers = at.release(List.of(release));
        assertEquals(1, answers.size(), () -> "answers to one release: " + answers);
        return answers.get(0);
    }

    static Released release(LockStore at, Request request, Granted granted) {
        return release(at, giveUp(request, granted));
    }

    /** Waits for a condition, with a bound. */
    static void await(String what, BooleanSupplier condition) {
        await(what, BOUND, condition);
    }

    private static void await(String what, Duration bound, BooleanSupplier condition) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + bound.toSeconds() + " s for " + what + ".");
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
