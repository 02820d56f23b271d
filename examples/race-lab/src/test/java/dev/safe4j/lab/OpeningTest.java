package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the lab from opening is said in a line, and ends with code 2. */
class OpeningTest {

    @TempDir
    Path folder;

    private record Ended(OptionalInt code, String printed) {}

    private static Ended open(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(out);
        try {
            OptionalInt code = Opening.open(out, arguments);
            return new Ended(code, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void an_option_that_cannot_be() {
        assertThat(open("export").printed()).contains("'export'");
        assertThat(open("--export").printed()).contains("--export=lab.html");
        assertThat(open("--export=a", "--export=b").code()).hasValue(2);
        assertThat(open("--export=" + folder).printed()).contains("must be a file");
        Path file = folder.resolve("lab.html");
        assertThat(open("--export=" + file.resolve("below")).printed()).contains("must be a file");
        assertThat(Options.of("--export=" + file).export()).hasValue(file);
        assertThat(Options.of("--server.port=1").export()).isEmpty();
    }

    @Test
    @Tag("slow")
    void a_port_that_is_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ended ended = open("--server.port=" + taken.getLocalPort());
            assertThat(ended.code()).hasValue(2);
            assertThat(ended.printed().strip())
                    .startsWith("Port " + taken.getLocalPort() + " is in use.")
                    .doesNotContain("\n")
                    .doesNotContain("\tat ");
        }
    }
}
