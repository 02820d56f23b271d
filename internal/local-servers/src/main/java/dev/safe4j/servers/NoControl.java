package dev.safe4j.servers;

/** No hand on a server's process, and the reason why. */
final class NoControl implements Control {

    private final String reason;
    private final Runnable onClose;

    NoControl(String reason, Runnable onClose) {
        this.reason = reason;
        this.onClose = onClose;
    }

    private UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(reason);
    }

    @Override
    public boolean answers() {
        return true;
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
