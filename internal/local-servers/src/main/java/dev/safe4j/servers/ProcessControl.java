package dev.safe4j.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The hand on an embedded server: its process, its folder, its port. */
final class ProcessControl implements Control {

    private enum State {
        RUNNING,
        PAUSED,
        STOPPED,
        CLOSED
    }

    private static final int ATTEMPTS = 3;

    private final String name;
    private final Engine engine;
    private final Path folder;
    private final FreePort port;
    private final Callable<Boolean> probe;
    private final Janitor janitor;
    private volatile State state = State.STOPPED;
    private volatile @Nullable ServerProcess process;

    private ProcessControl(ServerKind kind, Engine engine, FreePort port, Callable<Boolean> probe) {
        this.name = kind.label() + " on port " + port.number();
        this.engine = engine;
        this.port = port;
        this.probe = probe;
        this.folder = Folders.forRun(kind.label());
        this.janitor = new Janitor(folder);
    }

    /** Starts the server on a free port; on another one, if somebody else takes that port just then. */
    static ProcessControl start(ServerKind kind, Engine engine, IntFunction<Callable<Boolean>> probeOfPort) {
        for (int attempt = 1; ; attempt++) {
            FreePort port = FreePort.find();
            ProcessControl control = new ProcessControl(kind, engine, port, probeOfPort.apply(port.number()));
            try {
                engine.prepare(control.folder);
                control.restart();
                return control;
            } catch (RuntimeException failure) {
                control.close();
                if (attempt == ATTEMPTS || FreePort.isFree(port.number())) {
                    throw failure;
                }
            }
        }
    }

    int port() {
        return port.number();
    }

    @Override
    public boolean answers() {
        return state == State.RUNNING;
    }

    @Override
    public boolean isAlive() {
        ServerProcess present = process;
        return present != null && present.isAlive();
    }

    @Override
    public synchronized void stop() {
        ServerProcess running = running(State.RUNNING, "stop");
        state = State.STOPPED;
        running.stop(engine.stopSignal());
        janitor.rest();
    }

    @Override
    public synchronized void kill() {
        ServerProcess running = process;
        if (running == null || state == State.STOPPED || state == State.CLOSED) {
            throw wrongState("kill");
        }
        state = State.STOPPED;
        running.kill();
        janitor.rest();
    }

    @Override
    public synchronized void pause() {
        ServerProcess running = running(State.RUNNING, "pause");
        state = State.PAUSED;
        running.pause();
    }

    @Override
    public synchronized void resume() {
        running(State.PAUSED, "resume").resume();
        state = State.RUNNING;
    }

    @Override
    public synchronized void restart() {
        if (state == State.CLOSED) {
            throw wrongState("restart");
        }
        if (state == State.RUNNING) {
            stop();
        } else if (state == State.PAUSED) {
            kill();
        }
        List<String> command = engine.command(folder, port.number());
        ServerProcess started = ServerProcess.start(command, folder);
        process = started;
        janitor.watch(started.pid());
        started.awaitAnswer(name, probe);
        state = State.RUNNING;
    }

    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (process != null) {
            process.kill(); // The data is thrown away: no need for an orderly end.
        }
        port.close();
        Folders.delete(folder);
        janitor.close();
    }

    private ServerProcess running(State wanted, String verb) {
        ServerProcess running = process;
        if (running == null || state != wanted) {
            throw wrongState(verb);
        }
        return running;
    }

    private IllegalStateException wrongState(String verb) {
        return new IllegalStateException("cannot " + verb + " " + name + ": it is " + state);
    }
}
