package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.copy.Copy;
import dev.safe4j.shop.pages.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The copy of the lab that is kept for those who only look. With {@code -Dsafe4j.golden=write} all of it but the recorded runs is written
 * anew; the lab's option {@code --export} records them.
 */
class CopyTest {

    private static final Path KEPT = Pages.folder().resolveSibling("lab.html");
    private static final int SHOWN = 100;

    private final Copy copy = new Copy(Repository.here(), new Catalogue(Repository.here()).hazards());

    @Test
    void the_copy_in_the_docs_fits_the_sources() throws IOException {
        String kept = Files.readString(KEPT);
        Copy.Made again = copy.again(kept);
        assertThat(again.missing())
                .as("runs that docs/lab.html has to have: record it by --export=docs/lab.html")
                .isEmpty();
        if (Pages.WRITE) {
            Files.writeString(KEPT, again.html());
        } else {
            assertThat(onlyIn(kept, again.html()))
                    .as("lines of docs/lab.html that are no more: write it by -Dsafe4j.golden=write")
                    .isEmpty();
            assertThat(onlyIn(again.html(), kept))
                    .as("lines that docs/lab.html lacks: write it by -Dsafe4j.golden=write")
                    .isEmpty();
        }
    }

    private static List<String> onlyIn(String page, String other) {
        Set<String> lines = other.lines().collect(Collectors.toSet());
        return page.lines()
                .filter(line -> !lines.contains(line))
                .map(line -> line.substring(0, Math.min(line.length(), SHOWN)))
                .toList();
    }

    @Test
    void a_run_that_is_gone_or_of_another_class_is_missing() throws IOException {
        String kept = Files.readString(KEPT);
        assertThat(copy.again(kept.replace("id=\"api/runs/oversell-load\"", "id=\"gone\""))
                        .missing())
                .containsExactly("oversell-load: was not recorded");
        assertThat(copy.again(kept.replace("UnsafePickups", "UnsafeCollections"))
                        .missing())
                .containsExactly("callback-gap-staged: is of [UnsafeCollections, SafePickups],"
                        + " and there are [UnsafePickups, SafePickups]");
    }
}
