package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    @TempDir
    Path folder;

    @Test
    void without_options_the_shop_stays_open() {
        assertThat(Options.of()).isEqualTo(new Options(false, Optional.empty()));
        assertThat(Options.of("--server.port=8081", "--once=false").once()).isFalse();
    }

    @Test
    void once_and_json_are_read() {
        Path file = folder.resolve("race.json");
        assertThat(Options.of("--once", "--json=" + file)).isEqualTo(new Options(true, Optional.of(file)));
        assertThat(Options.of("--once=true").once()).isTrue();
    }

    @Test
    void what_cannot_be_is_said_before_anything_starts() {
        assertThatThrownBy(() -> Options.of("once")).hasMessageContaining("'once'");
        assertThatThrownBy(() -> Options.of("--once=maybe")).hasMessageContaining("--once");
        assertThatThrownBy(() -> Options.of("--json")).hasMessageContaining("--json=FILE");
        assertThatThrownBy(() -> Options.of("--json=")).hasMessageContaining("--json");
        assertThatThrownBy(() -> Options.of("--json=a", "--json=b")).hasMessageContaining("--json");
        assertThatThrownBy(() -> Options.of("--json=" + folder)).hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> Options.of("--json=" + folder.resolve("no/such/folder.json")))
                .hasMessageContaining("cannot be written");
    }

    @Test
    void wrong_use_ends_with_code_2() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(SweetShop.open(out, "--json")).hasValue(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--json=FILE");
    }
}
