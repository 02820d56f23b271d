package dev.safe4j.servers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived helper commands, with a bound. */
final class Commands {

    private static final int BOUND_SECONDS = 120;

    private Commands() {}

    /** The exit code, and everything that was printed. */
    record Outcome(int code, String output) {
        boolean succeeded() {
            return code == 0;
        }
    }

    /** Runs it to its end; a command that does not exist is a failed one. */
    static Outcome run(List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException notFound) {
            return new Outcome(-1, String.valueOf(notFound.getMessage()));
        }
        try (var stream = process.getInputStream()) {
            String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                return new Outcome(-1, "not done within " + BOUND_SECONDS + " s: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException failure) {
            return new Outcome(-1, String.valueOf(failure.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    static void mustRun(List<String> command) {
        Outcome outcome = run(command);
        if (!outcome.succeeded()) {
            throw new IllegalStateException(
                    "exit code " + outcome.code() + " from " + String.join(" ", command) + "\n" + outcome.output());
        }
    }
}
