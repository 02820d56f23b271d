package dev.safe4j.shop.swallowederror;

import dev.safe4j.background.BackgroundTasks;
import java.time.Duration;

/** A failure is logged and told, and the thermometer is read again. */
public final class SafeCellarWatch implements CellarWatch {

    private final BackgroundTasks background;
    private final Duration pause;
    private final Thermometer thermometer;

    public SafeCellarWatch(BackgroundTasks background, Duration pause, Thermometer thermometer) {
        this.background = background;
        this.pause = pause;
        this.thermometer = thermometer;
    }

    @Override
    public void begin() {
        background.every(pause, "cellar", () -> thermometer.read());
    }
}
