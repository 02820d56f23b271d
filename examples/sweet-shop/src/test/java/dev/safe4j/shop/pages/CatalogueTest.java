package dev.safe4j.shop.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of the hazards stands in one place, the tables of the catalogue; the pages, the forms and the indexes are of the same hazards. */
class CatalogueTest {

    private static final Pattern LISTED = Pattern.compile("^\\| \\[([a-z-]+)\\]\\(\\1\\.md\\) \\|", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[([a-z-]+)\\]\\(([a-z-]+)\\.md\\)");
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.safe4j[a-z.]*)`");

    private final String catalogue = Pages.text("README.md");

    @Test
    void every_hazard_is_listed_once() {
        assertThat(listed()).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    }

    @Test
    void the_pages_are_those_of_the_listed_hazards() {
        assertThat(PatternPage.all()).extracting(PatternPage::slug).containsExactlyInAnyOrderElementsOf(listed());
    }

    /** A package is named after its hazard, without the hyphens, and has an unsafe and a safe form of one operation. */
    @Test
    void the_pairs_are_those_of_the_listed_hazards() {
        List<String> packages =
                listed().stream().map(slug -> slug.replace("-", "")).toList();
        assertThat(pairs()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"By symptom", "By code shape", "By room"})
    void the_indexes_are_of_the_listed_hazards(String index) {
        Set<String> named = new TreeSet<>();
        LINK.matcher(part(index)).results().forEach(link -> {
            assertThat(link.group(1)).isEqualTo(link.group(2));
            named.add(link.group(1));
        });
        assertThat(named).containsExactlyInAnyOrderElementsOf(listed());
    }

    @Test
    void the_index_by_room_names_packages_that_are_there() {
        Set<String> packages = Pages.sources("src/main").stream()
                .map(file -> file.getParent().toString().replaceFirst(".*/src/main/java/", ""))
                .map(folder -> folder.replace('/', '.'))
                .collect(Collectors.toSet());
        List<String> named = PACKAGE.matcher(part("By room"))
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(packages).containsAll(named);
    }

    private List<String> listed() {
        return LISTED.matcher(catalogue).results().map(row -> row.group(1)).toList();
    }

    private String part(String name) {
        return Arrays.stream(catalogue.split("(?m)^(?=## )"))
                .filter(part -> part.startsWith("## " + name + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the catalogue has no part '" + name + "'"));
    }

    private static List<String> pairs() {
        return Stream.of("main", "test")
                .map(set -> Pages.root().resolve("examples/sweet-shop/src/" + set + "/java/dev/safe4j/shop"))
                .flatMap(shop -> folders(shop).stream())
                .filter(CatalogueTest::isPair)
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isPair(Path folder) {
        List<String> unsafe = Pages.files(folder, "Unsafe");
        List<String> safe = Pages.files(folder, "Safe");
        assertThat(unsafe).as("the unsafe forms in " + folder).hasSizeLessThan(2);
        assertThat(safe)
                .as("the safe forms in " + folder)
                .isEqualTo(unsafe.stream()
                        .map(form -> form.replaceFirst("^Unsafe", "Safe"))
                        .toList());
        return !unsafe.isEmpty();
    }
}
