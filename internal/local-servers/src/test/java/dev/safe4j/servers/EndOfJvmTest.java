package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No server outlives the JVM that started it, however that JVM ends. */
class EndOfJvmTest {

    /** How a JVM ends. */
    enum End {
        MAIN_RETURNS,
        NO_HOOK_RUNS
    }

    /** Starts a shared and an own server in a JVM of its own, and says on which ports. */
    static final class Main {
        public static void main(String[] args) {
            RedisServer own = LocalServers.startRedis(Profile.FAST);
            System.out.println(
                    "PORTS " + own.port() + " " + LocalServers.postgresql().port());
            if (End.valueOf(args[0]) == End.NO_HOOK_RUNS) {
                Runtime.getRuntime().halt(1);
            }
            own.close();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void servers_end_with_the_jvm(End end) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsafe4j.servers=embedded",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        end.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] ports;
        try (BufferedReader lines = jvm.inputReader()) {
            ports = lines.lines()
                    .filter(line -> line.startsWith("PORTS "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ", -1);
            assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        for (int i = 1; i < ports.length; i++) {
            int port = Integer.parseInt(ports[i]);
            Await.until(Duration.ofSeconds(20), "port " + port + " is free again", () -> FreePort.isFree(port));
        }
    }
}
