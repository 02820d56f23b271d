package dev.safe4j.lock;

import dev.safe4j.lock.LockListener.Outcome;
import dev.safe4j.lock.LockListener.Renewal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of one store's locks, none of which can break anything. Thread-safe. */
final class LockEvents {

    private static final Logger LOG = LoggerFactory.getLogger(Locks.class);

    private final List<LockListener> listeners;

    LockEvents(List<LockListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** An attempt begins; what is returned has to be told its end, on the same thread. */
    Consumer<Outcome> attemptBegins(List<String> keys) {
        return begins(listener -> listener.onAttemptBegins(keys));
    }

    /** Runs work that is guarded by locks. */
    <H, T extends @Nullable Object, X extends Exception> T run(List<String> keys, LockedBody<H, T, X> body, H held)
            throws X {
        Consumer<LockListener.End> end = begins(listener -> listener.onRunBegins(keys));
        Throwable failure = null;
        try {
            return body.run(held);
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            end.accept(new LockListener.End(failure));
        }
    }

    private <E> Consumer<E> begins(Function<LockListener, Consumer<E>> begin) {
        List<Consumer<E>> ends = new ArrayList<>(listeners.size());
        tell(listener -> ends.add(begin.apply(listener)));
        Collections.reverse(ends); // so that what one has opened around another's is closed after it
        return how -> ends.forEach(end -> quietly(() -> end.accept(how)));
    }

    void attempted(String key, Outcome outcome, Duration waited) {
        tell(listener -> listener.onAttempt(key, outcome, waited));
    }

    void released(HeldLock lock, boolean handedOver) {
        LOG.debug("Lock {} released, held {}, handed over: {}", lock, lock.held(), handedOver);
        if (!lock.isRefused()) {
            tell(listener -> listener.onReleased(lock.key(), lock.held(), handedOver));
        }
    }

    void lost(HeldLock lock) {
        LOG.warn("Lock {} was lost after {}: somebody else may hold it now.", lock, lock.held());
        if (!lock.isRefused()) {
            tell(listener -> listener.onLost(lock.key(), lock.held()));
        }
    }

    void renewals(Renewal outcome, int leases) {
        if (leases > 0) {
            tell(listener -> listener.onRenewals(outcome, leases));
        }
    }

    private void tell(Consumer<LockListener> event) {
        listeners.forEach(listener -> quietly(() -> event.accept(listener)));
    }

    private static void quietly(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
            LOG.warn("A lock listener failed; nothing else changes.", failure);
        }
    }
}
