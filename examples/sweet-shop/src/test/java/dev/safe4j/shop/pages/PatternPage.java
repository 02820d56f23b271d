package dev.safe4j.shop.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page of a hazard, and what it consists of.
 *
 * @param slug the name of the hazard
 * @param text all of the page
 */
record PatternPage(String slug, String text) {

    static final String FIX = "The canonical fix";
    static final String INTERLEAVING = "The interleaving";
    static final String LIMITS = "What it does not cover";
    static final String NAIVE = "The naive code";
    static final String REVIEW = "How to spot it in review";
    static final String SEVERITY = "Severity, and what shows it";
    static final String TWINS = "See it";

    /** In the order in which they stand on each page. */
    static final List<String> PARTS = List.of(NAIVE, INTERLEAVING, FIX, LIMITS, REVIEW, SEVERITY, TWINS);

    private static final Pattern PART = Pattern.compile("^## (.*)\n", Pattern.MULTILINE);
    private static final Pattern BULLET = Pattern.compile("^- .*(?:\n {2}.*)*", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern SEARCH =
            Pattern.compile("<!-- search: (\\S+) -->\n```bash\n(.*?)\n```\n<!-- /search -->", Pattern.DOTALL);

    static List<PatternPage> all() {
        try (Stream<Path> pages = Files.list(Pages.folder())) {
            return pages.map(page -> page.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .sorted()
                    .map(name -> new PatternPage(name.replaceFirst("\\.md$", ""), Pages.text(name)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<String> parts() {
        return PART.matcher(text).results().map(part -> part.group(1)).toList();
    }

    /** Empty if there is no such part. */
    String part(String name) {
        return Arrays.stream(text.split("(?m)^(?=## )"))
                .filter(part -> part.startsWith("## " + name + "\n"))
                .findFirst()
                .orElse("");
    }

    List<String> bullets(String part) {
        return BULLET.matcher(part(part)).results().map(MatchResult::group).toList();
    }

    static List<String> code(String markdown) {
        return CODE.matcher(markdown).results().map(span -> span.group(1)).toList();
    }

    /** The commands that stand on the page as searches for this hazard. */
    List<String> searches() {
        return SEARCH.matcher(part(REVIEW))
                .results()
                .filter(search -> search.group(1).equals(slug))
                .map(search -> search.group(2))
                .toList();
    }

    /** The folder of the two forms: in the sources of the shop, or of its tests if the forms are tests. */
    Path forms() {
        return Stream.of("main", "test")
                .map(set -> Pages.root().resolve("examples/sweet-shop/src/" + set + "/java/dev/safe4j/shop"))
                .map(shop -> shop.resolve(slug.replace("-", "")))
                .filter(Files::exists)
                .filter(folder -> !Pages.files(folder, "Unsafe").isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("there are no forms of " + slug));
    }
}
