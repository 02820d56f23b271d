package dev.safe4j.servers;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** H2's TCP server in a JVM of its own, with its databases in files. */
final class H2Engine implements Engine {

    static final String SUPERUSER = "sa";

    @Override
    public void prepare(Path folder) {
        // A database is made by its first connection.
    }

    @Override
    public List<String> command(Path folder, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dh2.bindAddress=127.0.0.1",
                "-cp",
                jar().toString(),
                "org.h2.tools.Server",
                "-tcp",
                "-tcpPort",
                Integer.toString(port),
                "-ifNotExists",
                "-baseDir",
                folder.toString());
    }

    private static Path jar() {
        try {
            return Path.of(Class.forName("org.h2.Driver")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException missing) {
            throw new IllegalStateException("H2 is not on the class path: add com.h2database:h2", missing);
        }
    }
}
