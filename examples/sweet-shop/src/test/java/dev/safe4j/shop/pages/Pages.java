package dev.safe4j.shop.pages;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the pages of the catalogue are, and whether they are written instead of compared. */
public final class Pages {

    /** With the system property {@code safe4j.golden=write} what was found is written into the pages. */
    public static final boolean WRITE = "write".equals(System.getProperty("safe4j.golden"));

    private Pages() {}

    public static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here.resolve("docs/patterns");
    }
}
