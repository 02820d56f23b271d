package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Holds the documentation to the code: every Java block is a piece of a compiled file, every link leads somewhere. */
class DocumentationTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");
    private static final Set<String> LANGUAGES = Set.of("java", "text", "bash", "xml", "properties");

    private final Path root = root();

    record Block(Path page, String language, String text) {}

    @Test
    void every_java_block_stands_in_a_compiled_file() {
        List<String> sources = files(".java").map(this::normalized).toList();
        List<Block> blocks = pages().flatMap(this::blocks).toList();
        SoftAssertions softly = new SoftAssertions();
        for (Block block : blocks) {
            softly.assertThat(LANGUAGES)
                    .as(block.page() + ": language of a block")
                    .contains(block.language());
            if (block.language().equals("java")) {
                String wanted = normalized(block.text());
                softly.assertThat(sources.stream().anyMatch(source -> source.contains(wanted)))
                        .as(root.relativize(block.page()) + ": this block stands in no source file:\n" + block.text())
                        .isTrue();
            }
        }
        softly.assertAll();
        assertThat(blocks.stream().filter(block -> block.language().equals("java")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void every_link_within_the_project_leads_to_a_file() {
        SoftAssertions softly = new SoftAssertions();
        pages().forEach(page -> {
            Matcher links = LINK.matcher(text(page));
            while (links.find()) {
                Path target = page.resolveSibling(links.group(1)).normalize();
                softly.assertThat(target).as("link in " + root.relativize(page)).exists();
            }
        });
        softly.assertAll();
    }

    @Test
    void every_dependency_that_is_shown_is_a_module() {
        Set<String> modules = files("pom.xml")
                .map(DocumentationTest::text)
                .flatMap(pom -> Pattern.compile("<artifactId>([^<]+)</artifactId>")
                        .matcher(pom)
                        .results()
                        .map(found -> found.group(1)))
                .collect(Collectors.toSet());
        pages().flatMap(this::blocks)
                .filter(block -> block.language().equals("xml"))
                .flatMap(block -> Pattern.compile("<artifactId>([^<]+)</artifactId>")
                        .matcher(block.text())
                        .results())
                .forEach(found -> assertThat(modules).contains(found.group(1)));
    }

    private Stream<Path> pages() {
        return files(".md");
    }

    private Stream<Path> files(String ending) {
        try (Stream<Path> all = Files.walk(root)) {
            return all
                    .filter(path -> path.toString().endsWith(ending))
                    .filter(path -> Stream.of("target", ".git", "node_modules").noneMatch(skipped -> {
                        for (Path part : root.relativize(path)) {
                            if (part.toString().equals(skipped)) {
                                return true;
                            }
                        }
                        return false;
                    }))
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Stream<Block> blocks(Path page) {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text(page));
        while (found.find()) {
            blocks.add(new Block(page, found.group(1), found.group(2)));
        }
        return blocks.stream();
    }

    private String normalized(Path file) {
        return normalized(text(file));
    }

    /** Layout is the formatter's business: two texts are the same if they differ in white space alone. */
    private static String normalized(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here;
    }
}
