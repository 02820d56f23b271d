package dev.safe4j.shop.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.spring.web.ProblemTypes;
import dev.safe4j.test.hint.Hazard;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Who meets an exception, a problem type or a hint finds the page of its hazard. */
class PageLinksTest {

    private static final Pattern PUBLIC = Pattern.compile("^public (final )?class", Pattern.MULTILINE);
    private static final Pattern PAGE = Pattern.compile("docs/[a-z]+/[a-zA-Z-]+\\.md");
    private static final Pattern SEE_PAGE =
            Pattern.compile("^ \\* @see \"docs/patterns/[a-z-]+\\.md\"$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(\\.\\./(patterns/[a-z-]+\\.md)\\)");

    /** About the set-up, a name or a value: there is no race behind them. */
    private static final Set<String> NO_HAZARD = Set.of(
            "KeyNotUniqueException",
            "RedisNotWritableException",
            "SchemaMissingException",
            "UnknownNameException",
            "UnsupportedDatabaseException",
            "ValueRejectedException");

    @Test
    void every_page_that_a_source_names_is_there() {
        SoftAssertions softly = new SoftAssertions();
        library()
                .forEach(source -> PAGE.matcher(Pages.text(source))
                        .results()
                        .forEach(page -> softly.assertThat(Pages.root().resolve(page.group()))
                                .as("named by " + source.getFileName())
                                .exists()));
        for (Hazard hazard : Hazard.values()) {
            softly.assertThat(Pages.root().resolve(hazard.page()))
                    .as(hazard.name())
                    .exists();
        }
        softly.assertAll();
    }

    @Test
    void every_public_exception_names_the_page_of_its_hazard() {
        assertThat(library()
                        .filter(source -> source.toString().endsWith("Exception.java"))
                        .filter(source -> PUBLIC.matcher(Pages.text(source)).find())
                        .filter(source -> !SEE_PAGE.matcher(Pages.text(source)).find()))
                .extracting(source -> source.getFileName().toString().replace(".java", ""))
                .containsExactlyInAnyOrderElementsOf(NO_HAZARD);
    }

    @Test
    void every_problem_type_is_in_the_guide_beside_the_page_of_its_hazard() throws IllegalAccessException {
        List<String> lines = Stream.of("starter.md", "idempotency-http.md")
                .flatMap(guide -> Pages.text(guides().resolve(guide)).lines())
                .toList();
        SoftAssertions softly = new SoftAssertions();
        for (URI type : types()) {
            String name = type.toString().replaceFirst(".*:", "");
            List<Path> pages = lines.stream()
                    .filter(line -> line.contains("| `" + type + "` |") || line.contains("| `" + name + "` |"))
                    .flatMap(line -> LINK.matcher(line).results())
                    .map(link -> Pages.root().resolve("docs").resolve(link.group(1)))
                    .toList();
            softly.assertThat(pages).as(type.toString()).isNotEmpty().allMatch(Files::exists);
        }
        softly.assertAll();
    }

    private static List<URI> types() throws IllegalAccessException {
        List<URI> types = new ArrayList<>();
        for (Field field : ProblemTypes.class.getFields()) {
            types.add((URI) field.get(null));
        }
        assertThat(types).hasSizeGreaterThan(20);
        return types;
    }

    private static Path guides() {
        return Pages.root().resolve("docs/guide");
    }

    /** The sources of the modules that are published. */
    private static Stream<Path> library() {
        return Pages.sources("src/main").stream()
                .filter(source -> Pages.root().relativize(source).toString().startsWith("safe-"));
    }
}
