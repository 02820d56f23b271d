package dev.safe4j.shop.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the pages of the catalogue are, and whether they are written instead of compared. */
public final class Pages {

    /** With the system property {@code safe4j.golden=write} what was found is written into the pages. */
    public static final boolean WRITE = "write".equals(System.getProperty("safe4j.golden"));

    private Pages() {}

    public static Path folder() {
        return root().resolve("docs/patterns");
    }

    /** The folder of the whole project. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here;
    }

    /** The text of a file among the pages. */
    static String text(String name) {
        return text(folder().resolve(name));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The names of the Java files of a folder, not of those below it, that begin so. */
    static List<String> files(Path folder, String beginning) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(beginning) && name.endsWith(".java"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The Java files of all modules in such a set of theirs, such as {@code src/main}. */
    static List<Path> sources(String set) {
        try (Stream<Path> poms = Files.walk(root(), 3)) {
            return poms.filter(file -> file.endsWith("pom.xml"))
                    .map(pom -> pom.resolveSibling(set + "/java"))
                    .filter(Files::isDirectory)
                    .flatMap(folder -> javaFiles(folder).stream())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
