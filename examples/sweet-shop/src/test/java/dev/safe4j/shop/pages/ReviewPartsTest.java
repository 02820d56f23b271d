package dev.safe4j.shop.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What a page has for who reviews code or watches a service: its search finds the unsafe form alone, and its meters are there. */
class ReviewPartsTest {

    private static final Pattern SEARCH =
            Pattern.compile("<!-- search: (\\S+) -->\n```bash\n(.*?)\n```\n<!-- /search -->", Pattern.DOTALL);
    private static final Pattern SEVERITY = Pattern.compile(
            "^## Severity, and what shows it\n(High|Medium|Low)\\b.*?(?=^## )", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern METER = Pattern.compile("`(safe4j\\.[a-z_.]+)`");
    private static final Pattern FOUND_FILE = Pattern.compile("^\\./([A-Za-z]+)\\.java");

    private final Path root = Pages.folder().getParent().getParent();

    @Test
    void every_search_finds_the_unsafe_form_and_not_the_safe_one() {
        SoftAssertions softly = new SoftAssertions();
        searches().forEach((slug, command) -> {
            List<String> found = found(command, forms(slug))
                    .lines()
                    .map(line -> FOUND_FILE
                            .matcher(line)
                            .results()
                            .map(file -> file.group(1))
                            .findFirst()
                            .orElse(line))
                    .distinct()
                    .toList();
            softly.assertThat(found).as(slug + ": " + command).hasSize(1).allMatch(file -> file.startsWith("Unsafe"));
        });
        softly.assertAll();
        assertThat(searches()).isNotEmpty();
    }

    @Test
    void every_page_with_a_search_says_how_bad_it_is_and_names_meters_that_are_there() {
        String sources = meterSources();
        SoftAssertions softly = new SoftAssertions();
        searches().keySet().forEach(slug -> {
            List<String> severity = SEVERITY.matcher(text(page(slug)))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            softly.assertThat(severity).as(slug + " says how bad it is").hasSize(1);
            severity.forEach(part -> METER.matcher(part)
                    .results()
                    .forEach(meter -> softly.assertThat(sources)
                            .as(slug + " names " + meter.group(1))
                            .contains("\"" + meter.group(1) + "\"")));
        });
        softly.assertAll();
    }

    private TreeMap<String, String> searches() {
        TreeMap<String, String> searches = new TreeMap<>();
        try (Stream<Path> pages = Files.list(Pages.folder())) {
            pages.filter(page -> page.toString().endsWith(".md"))
                    .flatMap(page -> SEARCH.matcher(text(page)).results())
                    .forEach(search -> searches.put(search.group(1), search.group(2)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return searches;
    }

    private static Path page(String slug) {
        return Pages.folder().resolve(slug + ".md");
    }

    /** Among the sources of the shop, or of its tests if the forms are tests. */
    private Path forms(String slug) {
        String folder = "java/dev/safe4j/shop/" + slug.replace("-", "");
        Path main = root.resolve("examples/sweet-shop/src/main/" + folder);
        return Files.exists(main) ? main : root.resolve("examples/sweet-shop/src/test/" + folder);
    }

    private String meterSources() {
        try (Stream<Path> sources = Files.walk(root.resolve("safe-core/src/main/java/dev/safe4j/micrometer"))) {
            return sources.filter(Files::isRegularFile)
                    .map(ReviewPartsTest::text)
                    .collect(Collectors.joining());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
