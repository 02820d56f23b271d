package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A shell that outlives a killed JVM: its input ends with the JVM, upon which it kills the server that was named last
 * and deletes the folder. (A parent-death signal would not do: it is sent when the starting thread ends.)
 */
final class Janitor implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            while read -r line; do server=$line; done
            [ "$server" = done ] && exit
            [ "${server:-0}" = 0 ] || kill -KILL $server $(pgrep -P $server 2>/dev/null) 2>/dev/null
            rm -rf "$1" || { sleep 1; rm -rf "$1"; }
            """;

    private final Process process;
    private final Writer orders;

    Janitor(Path folder) {
        try {
            process = new ProcessBuilder("sh", "-c", SCRIPT, "safe4j-janitor", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not start sh", failure);
        }
        orders = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** From now on that process is the one to end. */
    void watch(long pid) {
        tell(Long.toString(pid));
    }

    /** There is no process to end now. */
    void rest() {
        tell("0");
    }

    private void tell(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException("the janitor is gone", failure);
        }
    }

    @Override
    public void close() {
        try (orders) {
            tell("done");
        } catch (IOException expected) {
            process.destroyForcibly();
        }
    }
}
