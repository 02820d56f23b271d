package dev.safe4j.shop.doubleschedule;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A timer. So has the other instance. */
public final class UnsafeClosingTime implements ClosingTime {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @SuppressWarnings("FutureReturnValueIgnored") // as people write it
    public UnsafeClosingTime(Instant closing, Books books) {
        long left = Duration.between(Instant.now(), closing).toMillis();
        timer.schedule(books::enterTakings, left, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
