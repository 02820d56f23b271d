package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a server's process, with its children. */
final class ServerProcess {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;
    private static final int KILL_SECONDS = 10;
    private static final int LOG_LINES = 20;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> command, Path folder) {
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // PostgreSQL's messages would follow the user's language, MariaDB's options the user's environment.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("MYSQL"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new ServerProcess(process, log);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start " + command.get(0), failure);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server answers, and no longer than it lives. */
    void awaitAnswer(String name, Callable<Boolean> answers) {
        try {
            Await.until(START, name + " answers", () -> !process.isAlive() || answers.call());
        } catch (AssertionError tooLate) {
            throw new IllegalStateException(
                    name + " did not answer within " + START.toSeconds() + " s" + logTail(), tooLate);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    name + " ended with code " + process.exitValue() + " instead of starting" + logTail());
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "; its log ends with\n" + String.join("\n", last);
        } catch (IOException unreadable) {
            return "; its log cannot be read";
        }
    }

    void stop(String signal) {
        Signals.send(signal, List.of(process.toHandle()));
        if (!await(process, STOP_SECONDS)) {
            kill();
        }
    }

    /** All at once: the parent is halted first, so that no child is born between the look and the kill. */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        Signals.send("STOP", List.of(process.toHandle()));
        List<ProcessHandle> tree = tree();
        Signals.send("KILL", tree);
        if (!await(process, KILL_SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " outlived SIGKILL by " + KILL_SECONDS + " s");
        }
        Await.until(
                Duration.ofSeconds(KILL_SECONDS),
                "the children of process " + process.pid() + " are dead",
                () -> tree.stream().noneMatch(ProcessHandle::isAlive));
    }

    void pause() {
        Signals.send("STOP", List.of(process.toHandle()));
        Signals.send("STOP", tree());
    }

    void resume() {
        Signals.send("CONT", tree());
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> tree = new ArrayList<>(List.of(process.toHandle()));
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(tree::add);
        }
        return tree;
    }

    private static boolean await(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
