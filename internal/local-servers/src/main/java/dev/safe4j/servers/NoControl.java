package dev.safe4j.servers;

import java.util.function.BooleanSupplier;

/** No hand on a server's process, and the reason why. */
final class NoControl implements Control {

    private final String reason;
    private final Runnable onClose;
    private final BooleanSupplier alive;

    NoControl(String reason, Runnable onClose) {
        this(reason, onClose, () -> true);
    }

    NoControl(String reason, Runnable onClose, BooleanSupplier alive) {
        this.reason = reason;
        this.onClose = onClose;
        this.alive = alive;
    }

    private UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(reason);
    }

    @Override
    public boolean answers() {
        return isAlive();
    }

    @Override
    public boolean isAlive() {
        return alive.getAsBoolean();
    }

    @Override
    public void stop() {
        throw refusal();
    }

    @Override
    public void kill() {
        throw refusal();
    }

    @Override
    public void pause() {
        throw refusal();
    }

    @Override
    public void resume() {
        throw refusal();
    }

    @Override
    public void restart() {
        throw refusal();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
