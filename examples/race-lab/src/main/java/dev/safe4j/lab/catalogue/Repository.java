package dev.safe4j.lab.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository in which the lab runs: what is shown is what is there, and nothing is written twice. */
public record Repository(Path root) {

    /**
     * Looks for it, from the working directory upwards.
     *
     * @throws IllegalStateException if the lab does not run in it
     */
    public static Repository here() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("docs/patterns/README.md"))) {
                return new Repository(folder);
            }
        }
        throw new IllegalStateException(
                "the lab shows the sources and the pages of its repository: start it there, and not in " + start);
    }

    Path patterns() {
        return root.resolve("docs/patterns");
    }

    String text(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The two folders with the sources of the shop, its tests in the second. */
    private Stream<Path> folders(String slug) {
        String folder = "java/dev/safe4j/shop/" + slug.replace("-", "");
        return Stream.of("main", "test").map(part -> root.resolve("examples/sweet-shop/src/" + part + "/" + folder));
    }

    /**
     * The one source of a hazard whose name begins like this.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    Source source(String slug, String beginning) {
        List<Path> found = folders(slug)
                .filter(Files::isDirectory)
                .flatMap(Repository::files)
                .filter(file -> file.getFileName().toString().matches(beginning + "\\w+\\.java"))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "hazard " + slug + " must have one source called " + beginning + "…, and has " + found);
        }
        Path file = found.get(0);
        String name = file.getFileName().toString().replace(".java", "");
        String place = root.relativize(file).toString().replace('\\', '/');
        return new Source(name, place, text(file));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
