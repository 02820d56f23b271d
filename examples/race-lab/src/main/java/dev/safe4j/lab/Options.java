package dev.safe4j.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * What the command line asks for, beside Spring Boot's own properties.
 *
 * @param export where to write a copy of the lab, if anywhere
 */
record Options(Optional<Path> export) {

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
        List<String> folders = parsed.getOptionValues("export");
        if (folders == null) {
            return new Options(Optional.empty());
        }
        if (folders.size() != 1 || folders.get(0).isBlank()) {
            throw new IllegalArgumentException("--export needs one folder: --export=FOLDER");
        }
        Path folder = Path.of(folders.get(0)).toAbsolutePath();
        if (Files.exists(folder) && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
            throw new IllegalArgumentException(
                    "--export=" + folders.get(0) + " must be a folder that can be written to");
        }
        return new Options(Optional.of(folder));
    }
}
