package dev.safe4j.lab;

import dev.safe4j.lab.catalogue.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * What the command line asks for, beside Spring Boot's own properties.
 *
 * @param export the file to write a copy of the lab to, if any; a relative one is looked for where the command is given, at the root
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
        List<String> files = parsed.getOptionValues("export");
        if (files == null) {
            return new Options(Optional.empty());
        }
        if (files.size() != 1 || files.get(0).isBlank()) {
            throw new IllegalArgumentException("--export needs one file: --export=lab.html");
        }
        Path file = Repository.here().root().resolve(files.get(0));
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.resolveSibling("."))) {
            throw new IllegalArgumentException(
                    "--export=" + files.get(0) + " must be a file that can be written, such as --export=lab.html");
        }
        return new Options(Optional.of(file));
    }
}
