package dev.safe4j.shop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * What the command line asks for, beside Spring Boot's own properties.
 *
 * @param once whether to end after the table
 * @param json where to write the figures, if anywhere
 */
record Options(boolean once, Optional<Path> json) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the option that cannot be, before anything is started
     */
    static Options of(String... arguments) {
        ApplicationArguments parsed = new DefaultApplicationArguments(arguments);
        if (!parsed.getNonOptionArgs().isEmpty()) {
            throw new IllegalArgumentException("an option begins with --, and '"
                    + parsed.getNonOptionArgs().get(0) + "' does not");
        }
        return new Options(once(parsed), json(parsed));
    }

    private static boolean once(ApplicationArguments parsed) {
        List<String> values = parsed.getOptionValues("once");
        if (values == null) {
            return false;
        }
        if (!values.isEmpty() && !values.equals(List.of("true")) && !values.equals(List.of("false"))) {
            throw new IllegalArgumentException("--once takes no value, and was given " + values);
        }
        return !values.contains("false");
    }

    private static Optional<Path> json(ApplicationArguments parsed) {
        List<String> values = parsed.getOptionValues("json");
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() != 1 || values.get(0).isBlank()) {
            throw new IllegalArgumentException("--json needs one file: --json=FILE");
        }
        Path file = Path.of(values.get(0)).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("--json=" + values.get(0) + " cannot be written: " + folder
                    + " must be a folder that can be written to, and the name in it no folder");
        }
        return Optional.of(file);
    }
}
