package dev.safe4j.shop.searched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.pages.Pages;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Exploration.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;

/**
 * The timelines on the pages of the catalogue are what the search finds on PostgreSQL. With the system property
 * {@code safe4j.golden=write} what was found is written into the pages instead of compared.
 */
@Tag("slow")
class PatternPagesTest {

    private static final Pattern TIMELINE =
            Pattern.compile("(<!-- timeline: (\\S+) -->\n)(.*?)(<!-- /timeline -->)", Pattern.DOTALL);

    private final Path pages = Pages.folder();

    @EachDatabase(ServerKind.POSTGRESQL)
    void the_pages_show_what_the_search_finds(TestDatabase db) throws IOException {
        SoftAssertions softly = new SoftAssertions();
        Map<String, Path> shown = new TreeMap<>();
        try (SearchedShop shop = SearchedShop.on(db)) {
            for (Path page : files()) {
                String text = Files.readString(page);
                String wanted = TIMELINE.matcher(text).replaceAll(block -> {
                    shown.put(block.group(2), page.getFileName());
                    String found = block(scene(block.group(2)), shop);
                    return Matcher.quoteReplacement(block.group(1) + found + block.group(4));
                });
                if (Pages.WRITE) {
                    Files.writeString(page, wanted);
                } else {
                    softly.assertThat(text).as(page.toString()).isEqualTo(wanted);
                }
            }
        }
        softly.assertAll();
        Map<String, Path> expected = new TreeMap<>();
        Scenes.all().stream()
                .filter(scene -> scene.onPage)
                .forEach(scene -> expected.put(scene.scene, Path.of(scene.hazard.slug() + ".md")));
        assertThat(shown).isEqualTo(expected);
    }

    private static Searched<?> scene(String name) {
        return Scenes.all().stream()
                .filter(scene -> scene.scene.equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no scene is called '" + name + "'"));
    }

    private static String block(Searched<?> scene, SearchedShop shop) {
        Exploration unsafe = scene.search(shop, Form.UNSAFE).tryExplore();
        Exploration safe = scene.search(shop, Form.SAFE).explore();
        String held =
                "`" + scene.hazard.safe().getSimpleName() + "`, with the same callers: held " + scope(safe) + ".\n";
        if (scene.whyNoTimeline != null) {
            Throwable cause = Objects.requireNonNull(
                    Objects.requireNonNull(unsafe.finding()).cause());
            return scene.whyNoTimeline + "\n`" + scene.hazard.unsafe().getSimpleName() + "`: " + cause.getMessage()
                    + ".\n" + held;
        }
        return "```text\n" + PageTimeline.of(unsafe, scene.deadlocks) + "```\n\n" + held;
    }

    /** Without the version of the server, which is the build's and not the page's. */
    private static String scope(Exploration found) {
        Scope scope = found.scope();
        String isolation = scope.isolation().toString().toUpperCase(Locale.ROOT);
        return new Scope(
                        "",
                        scope.isolation(),
                        scope.orders(),
                        scope.redundant(),
                        scope.waiting(),
                        scope.reduced(),
                        scope.preemptions(),
                        scope.steps(),
                        scope.time(),
                        scope.seed())
                + ", " + isolation;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(pages)) {
            return all.filter(page -> page.toString().endsWith(".md")).sorted().toList();
        }
    }
}
