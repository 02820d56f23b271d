package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Sentinel, which is Redis's binary in another mode. It keeps what it learns in its own configuration file. */
final class SentinelEngine implements Engine {

    private static final String FILE = "sentinel.conf";

    private final List<String> lines;
    private final Path program = RedisEngine.program();

    SentinelEngine(List<String> lines) {
        this.lines = lines;
    }

    @Override
    public void prepare(Path folder) {
        try {
            Files.write(folder.resolve(FILE), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public List<String> command(Path folder, int port) {
        return List.of(
                program.toString(),
                folder.resolve(FILE).toString(),
                "--sentinel",
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--dir",
                folder.toString());
    }
}
