package dev.safe4j.shop.swallowederror;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A timer of the JDK, which ends at the first exception and tells nobody. Error Prone would have told: its warning is switched off. */
@SuppressWarnings("FutureReturnValueIgnored")
public final class UnsafeCellarWatch implements CellarWatch {

    private final ScheduledExecutorService timer;
    private final Duration pause;
    private final Thermometer thermometer;

    public UnsafeCellarWatch(ScheduledExecutorService timer, Duration pause, Thermometer thermometer) {
        this.timer = timer;
        this.pause = pause;
        this.thermometer = thermometer;
    }

    @Override
    public void begin() {
        timer.scheduleWithFixedDelay(thermometer::read, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
