package dev.safe4j.lock;

import dev.safe4j.lease.LeaseLostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Several locks that are held together. As thread-safe as each of them is. */
public final class HeldLocks implements AutoCloseable {

    private final List<HeldLock> locks;

    HeldLocks(List<HeldLock> locks) {
        this.locks = List.copyOf(locks);
    }

    /**
     * Returns the locks.
     *
     * @return in the order in which they were taken
     */
    public List<HeldLock> all() {
        return locks;
    }

    /**
     * Returns one of the locks.
     *
     * @param key its key
     * @return the lock
     * @throws IllegalArgumentException if it is not among them
     */
    public HeldLock get(String key) {
        return locks.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("lock '" + key + "' is not among " + locks + "."));
    }

    /**
     * Tells whether all are still held, without a round trip.
     *
     * @return false if one was lost or closed
     */
    public boolean isHeld() {
        return locks.stream().allMatch(HeldLock::isHeld);
    }

    /**
     * Does nothing if all are still held, without a round trip.
     *
     * @throws LeaseLostException if one was lost
     * @throws IllegalStateException if one was closed
     */
    public void ensureHeld() {
        locks.forEach(HeldLock::ensureHeld);
    }

    /**
     * Releases all, the last taken first, those of one store in one call of it; one that fails keeps no other from being released.
     *
     * @throws LeaseLostException if one was lost before, with the others that were suppressed in it
     */
    @Override
    public void close() {
        List<HeldLock> reversed = new ArrayList<>(locks);
        Collections.reverse(reversed);
        Map<LockEngine, List<HeldLock>> back = new LinkedHashMap<>();
        List<Throwable> failures = new ArrayList<>();
        forAll(reversed, failures, each -> {
            if (each.ends()) {
                back.computeIfAbsent(each.cohort().engine(), engine -> new ArrayList<>())
                        .add(each);
            }
        });
        forAll(back.entrySet(), failures, each -> each.getKey().giveBack(each.getValue()));
        forAll(reversed, failures, HeldLock::tellLoss);
        rethrow(failures);
    }

    /** Whatever one throws, an error too: who gives nothing back renews it for ever. */
    private static <E> void forAll(Collection<E> all, List<Throwable> failures, Consumer<E> step) {
        for (E each : all) {
            try {
                step.accept(each);
            } catch (RuntimeException | Error failure) {
                failures.add(failure);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    private static void rethrow(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.stream().filter(each -> each != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }
}
