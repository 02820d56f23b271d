package dev.safe4j.shop.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every page has every part, for who reviews code or watches a service: its search finds the unsafe form alone, and its meters are there. */
class ReviewPartsTest {

    private static final Pattern SHAPE = Pattern.compile("[(@=;]");
    private static final Pattern FOUND_FILE = Pattern.compile("^\\./([A-Za-z]+)\\.java");
    private static final Pattern TEST_METHOD = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)+");

    @Test
    void every_page_has_every_part_in_one_order() {
        onEachPage((page, softly) -> {
            softly.assertThat(page.text()).startsWith("# " + page.slug() + ": ");
            softly.assertThat(page.parts()).as(page.slug()).isEqualTo(PatternPage.PARTS);
            softly.assertThat(page.part(PatternPage.NAIVE)).as(page.slug()).contains("```java\n");
            softly.assertThat(page.part(PatternPage.INTERLEAVING))
                    .as(page.slug())
                    .contains("```text\n");
            softly.assertThat(page.part(PatternPage.FIX)).as(page.slug()).contains("```java\n");
            softly.assertThat(page.bullets(PatternPage.LIMITS)).as(page.slug()).hasSizeGreaterThan(1);
        });
    }

    @Test
    void every_page_shows_three_shapes_of_code_and_has_a_sentence_to_paste() {
        onEachPage((page, softly) -> {
            List<String> shapes = page.bullets(PatternPage.REVIEW).stream()
                    .filter(bullet -> PatternPage.code(bullet).stream()
                            .anyMatch(code -> SHAPE.matcher(code).find()))
                    .toList();
            softly.assertThat(shapes).as("shapes of " + page.slug()).hasSizeGreaterThan(2);
            String[] sentences = page.part(PatternPage.REVIEW).split("\nTo paste: ");
            softly.assertThat(sentences).as("sentence of " + page.slug()).hasSize(2);
            softly.assertThat(sentences[sentences.length - 1].strip())
                    .as("sentence of " + page.slug())
                    .matches("(?s)\".*[.?]\"")
                    .doesNotContain("\n\n");
        });
    }

    @Test
    void every_search_finds_the_unsafe_form_and_not_the_safe_one() {
        onEachPage((page, softly) -> {
            softly.assertThat(page.searches()).as("searches of " + page.slug()).hasSize(1);
            page.searches().forEach(command -> {
                List<String> found = found(command, page.forms())
                        .lines()
                        .map(ReviewPartsTest::file)
                        .distinct()
                        .toList();
                softly.assertThat(found)
                        .as(page.slug() + ": " + command)
                        .hasSize(1)
                        .allMatch(file -> file.startsWith("Unsafe"));
            });
        });
    }

    @Test
    void every_page_says_how_bad_it_is_and_names_meters_that_are_there() {
        MeterNames meters = new MeterNames();
        onEachPage((page, softly) -> {
            String severity = page.part(PatternPage.SEVERITY);
            softly.assertThat(severity).as(page.slug()).matches("(?s)## [^\n]*\n(High|Medium|Low)\\b.*");
            softly.assertThat(page.bullets(PatternPage.SEVERITY))
                    .as("what shows " + page.slug())
                    .hasSizeGreaterThan(1);
            MeterNames.NAME
                    .matcher(severity)
                    .results()
                    .map(name -> name.group(1))
                    .forEach(name -> softly.assertThat(meters.has(name))
                            .as(page.slug() + " names " + name)
                            .isTrue());
        });
    }

    @Test
    void every_page_names_its_two_forms_and_tests_that_are_there() {
        String tests = Pages.sources("src/test").stream().map(Pages::text).collect(Collectors.joining());
        onEachPage((page, softly) -> {
            String seen = page.part(PatternPage.TWINS);
            softly.assertThat(seen).as(page.slug()).contains("/" + page.forms().getFileName() + "/Unsafe");
            softly.assertThat(seen).as(page.slug()).contains("/" + page.forms().getFileName() + "/Safe");
            List<String> named = PatternPage.code(seen).stream()
                    .filter(code -> TEST_METHOD.matcher(code).matches())
                    .toList();
            softly.assertThat(named).as("tests of " + page.slug()).isNotEmpty();
            named.forEach(test -> softly.assertThat(tests.contains("void " + test + "("))
                    .as(page.slug() + " names the test " + test)
                    .isTrue());
        });
    }

    private static void onEachPage(BiConsumer<PatternPage, SoftAssertions> check) {
        SoftAssertions softly = new SoftAssertions();
        List<PatternPage> pages = PatternPage.all();
        assertThat(pages).isNotEmpty();
        pages.forEach(page -> check.accept(page, softly));
        softly.assertAll();
    }

    /** Of what a grep says: the file without folder and ending, or all of it if it is about no file. */
    private static String file(String line) {
        return FOUND_FILE
                .matcher(line)
                .results()
                .map(file -> file.group(1))
                .findFirst()
                .orElse(line);
    }

    /** Runs the command as it stands on the page, in a folder. */
    private static String found(String command, Path folder) {
        try {
            Process grep = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(grep.getInputStream().readAllBytes(), UTF_8);
            assertThat(grep.waitFor(10, TimeUnit.SECONDS)).as(command + " ends").isTrue();
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while searching", interrupted);
        }
    }
}
