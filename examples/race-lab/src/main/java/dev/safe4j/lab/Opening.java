package dev.safe4j.lab;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.copy.Copy;
import dev.safe4j.lab.run.Runs;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;

/** Opens the lab, or says in a line why it cannot be opened. */
final class Opening {

    private static final int WHOLE = 0;
    private static final int NOT_WHOLE = 1;
    private static final int BAD_USE = 2;

    private Opening() {}

    /** Returns the exit code, or nothing if the lab stays open. */
    static OptionalInt open(PrintStream out, String... arguments) {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return OptionalInt.of(BAD_USE);
        }
        try {
            if (options.export().isPresent()) {
                return OptionalInt.of(export(options.export().get(), out));
            }
            String port = start(arguments).getEnvironment().getProperty("local.server.port");
            out.println("The race lab is at http://localhost:" + port + "/");
            return OptionalInt.empty();
        } catch (RuntimeException failure) {
            PortInUseException taken = portInUse(failure);
            if (taken == null) {
                throw failure;
            }
            out.println("Port " + taken.getPort()
                    + " is in use. Is the lab open already? Else name another one: --server.port=8089");
            return OptionalInt.of(BAD_USE);
        }
    }

    static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(RaceLab.class)
                .properties("spring.config.name=race-lab")
                .run(arguments);
    }

    private static int export(Path file, PrintStream out) {
        try (ConfigurableApplicationContext lab = start("--server.port=0")) {
            Copy copy = new Copy(Repository.here(), lab.getBean(Catalogue.class).hazards());
            Copy.Made made = copy.record(lab.getBean(Runs.class), LocalDate.now(Clock.systemUTC()));
            Files.writeString(file, made.html());
            made.missing().forEach(run -> out.println("not in the copy: " + run));
            out.println("The copy is " + file);
            return made.missing().isEmpty() ? WHOLE : NOT_WHOLE;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + file, failure);
        }
    }

    private static @Nullable PortInUseException portInUse(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof PortInUseException taken) {
                return taken;
            }
        }
        return null;
    }
}
