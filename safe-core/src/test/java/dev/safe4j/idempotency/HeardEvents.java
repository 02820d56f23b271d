package dev.safe4j.idempotency;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps what it is told. */
final class HeardEvents implements IdempotencyListener {

    final List<Found> found = new CopyOnWriteArrayList<>();
    final List<Ended> ended = new CopyOnWriteArrayList<>();
    final AtomicInteger purged = new AtomicInteger();

    @Override
    public void onFound(RequestId id, Found what) {
        found.add(what);
    }

    @Override
    public void onEnded(RequestId id, Ended how, Duration time) {
        ended.add(how);
    }

    @Override
    public void onPurged(int requests) {
        purged.addAndGet(requests);
    }

    long count(Found what) {
        return found.stream().filter(what::equals).count();
    }
}
