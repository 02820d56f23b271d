package dev.safe4j.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM of the test's own, on the class path of this one, to do to it what a test cannot do to its own: pause it, kill it, move its
 * clock. It is told lines on its standard input, which ends when this JVM does, and says lines on its standard output.
 * {@link System#nanoTime} is the same clock in both on Linux (CLOCK_MONOTONIC, which counts for the machine and not for the process).
 */
public final class OtherJvm implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(10);

    /** For many at once that are soon ready. */
    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path folder;
    private final Janitor janitor;
    private final Writer input;
    private final Thread reader;

    private OtherJvm(Process process, Path folder, Consumer<String> said) {
        this.process = process;
        this.folder = folder;
        this.janitor = new Janitor(folder);
        janitor.watch(process.pid());
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.reader = new Thread(() -> read(said), "other-jvm-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param main the class whose main method it runs
     * @param arguments of the main method
     * @param environment variables beside those of this JVM
     * @param said is told each line that it says, standard errors too, on one thread
     */
    public static OtherJvm start(
            Class<?> main, List<String> arguments, Map<String, String> environment, Consumer<String> said) {
        return start(SMALL, main, arguments, environment, said);
    }

    /**
     * Starts it with options of the caller's, where it is to be as fast as this one.
     *
     * @param options of the JVM
     * @param main the class whose main method it runs
     * @param arguments of the main method
     * @param environment variables beside those of this JVM
     * @param said is told each line that it says, standard errors too, on one thread
     */
    public static OtherJvm start(
            List<String> options,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment,
            Consumer<String> said) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new OtherJvm(builder.start(), Folders.forRun("jvm"), said);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start " + main.getName(), failure);
        }
    }

    private void read(Consumer<String> said) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.accept(line);
            }
        } catch (IOException expected) {
            // Closed, once it was dead and all that it had said was handed on, or nobody wants it.
        }
    }

    /** Says a line to it; one that has ended does not hear it. */
    public void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException expected) {
            // It has ended, which the caller asks for by other means.
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP: not one of its threads does anything until it is resumed. */
    public void pause() {
        Signals.send("STOP", List.of(process.toHandle()));
    }

    /** SIGCONT. */
    public void resume() {
        Signals.send("CONT", List.of(process.toHandle()));
    }

    /** SIGKILL; returns when it is dead and every line that it had said has been handed on. */
    public void kill() {
        process.toHandle().destroyForcibly(); // that of the process itself throws away what was not read yet
        awaitEnd(END);
    }

    /**
     * Waits until it has ended, and every line that it had said has been handed on.
     *
     * @return its exit code
     * @throws AssertionError if it has not ended in that time, or its lines were not all handed on
     */
    public int awaitEnd(Duration bound) {
        try {
            if (process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                reader.join(END.toMillis());
                if (reader.isAlive()) {
                    throw new AssertionError("what JVM " + process.pid() + " has said is still not handed on after "
                            + END.toMillis() + " ms");
                }
                return process.exitValue();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("JVM " + process.pid() + " has not ended within " + bound.toMillis() + " ms");
    }

    /** Kills it if it is still alive. */
    @Override
    public void close() {
        process.destroyForcibly();
        try (input) {
            awaitEnd(END);
        } catch (IOException expected) {
            // It is dead.
        } finally {
            Folders.delete(folder);
            janitor.close();
        }
    }
}
