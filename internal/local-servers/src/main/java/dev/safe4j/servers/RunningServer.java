package dev.safe4j.servers;

import org.jspecify.annotations.Nullable;

/** What the servers have in common: who they are, and the hand on their process. */
abstract class RunningServer implements LocalServer {

    private final Identity identity;
    private final Control control;

    RunningServer(Identity identity, Control control) {
        this.identity = identity;
        this.control = control;
    }

    /** What is fixed about a server. */
    record Identity(ServerKind kind, Way way, Profile profile) {}

    final Identity identity() {
        return identity;
    }

    final boolean answers() {
        return control.answers();
    }

    final Control sharedControl() {
        return new NoControl(
                this + " is shared by all tests of this JVM: start one of your own (LocalServers.start, startRedis)",
                () -> {},
                control::isAlive);
    }

    final AssertionError notDurable(String setting, @Nullable String value, String wanted) {
        return new AssertionError(this + " is not durable: " + setting + " is " + value + ", must be " + wanted
                + ". Use a server of Profile.DURABLE.");
    }

    @Override
    public final ServerKind kind() {
        return identity.kind();
    }

    @Override
    public final Way way() {
        return identity.way();
    }

    @Override
    public final Profile profile() {
        return identity.profile();
    }

    @Override
    public final boolean isAlive() {
        return control.isAlive();
    }

    @Override
    public final void stop() {
        control.stop();
    }

    @Override
    public final void kill() {
        control.kill();
    }

    @Override
    public final void pause() {
        control.pause();
    }

    @Override
    public final void resume() {
        control.resume();
    }

    @Override
    public final void restart() {
        control.restart();
    }

    @Override
    public void close() {
        control.close();
    }

    @Override
    public final String toString() {
        String place = port() == 0 ? "in memory" : "at " + host() + ":" + port();
        return kind().label() + " (" + way() + ", " + profile() + ") " + place;
    }
}
