package dev.safe4j.it.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The page of the meters says what is registered: names, types, units, tags, and the values of those that have few. */
class MetersPageTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `(safe4j\\.[a-z_.]+)` \\| (\\w+) \\| (\\w+) \\| ([^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern TAG = Pattern.compile("`(\\w+)`(?: \\(([^)]*)\\))?");
    private static final Pattern LITERAL = Pattern.compile("\"(safe4j\\.[a-z]+\\.[a-z_.]+)\"");

    private static Map<String, Measured> page(boolean spans) {
        Map<String, Measured> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Folder.text("docs/guide/meters.md"));
        while (row.find()) {
            if (row.group(2).equals("span") == spans) {
                Measured before = rows.put(row.group(1), new Measured(row.group(2), row.group(3), tags(row.group(4))));
                assertThat(before)
                        .as(row.group(1) + " stands on the page twice")
                        .isNull();
            }
        }
        return rows;
    }

    private static Map<String, Set<String>> tags(String cell) {
        Map<String, Set<String>> tags = new TreeMap<>();
        Matcher tag = TAG.matcher(cell);
        while (tag.find()) {
            String values = tag.group(2);
            tags.put(tag.group(1), values == null ? Set.of() : new TreeSet<>(Arrays.asList(values.split(", "))));
        }
        return tags;
    }

    @Test
    void the_meters_of_the_page_are_those_that_are_registered() {
        requireSame(page(false), Measured.meters());
    }

    @Test
    void the_spans_of_the_page_are_those_that_are_observed() {
        requireSame(page(true), Measured.spans());
    }

    private static void requireSame(Map<String, Measured> page, Map<String, Measured> real) {
        assertThat(page.keySet()).isEqualTo(real.keySet());
        SoftAssertions softly = new SoftAssertions();
        page.forEach((name, said) -> {
            Measured is = real.get(name);
            softly.assertThat(said.type()).as(name).isEqualTo(is.type());
            softly.assertThat(said.tags().keySet()).as(name).isEqualTo(is.tags().keySet());
            said.tags().forEach((tag, values) -> {
                if (!values.isEmpty()) {
                    softly.assertThat(values)
                            .as(name + " by " + tag)
                            .isEqualTo(is.tags().get(tag));
                }
            });
            if (is.unit() != null) {
                softly.assertThat(said.unit()).as(name).isEqualTo(is.unit());
            }
        });
        softly.assertAll();
    }

    /** Whoever adds a meter adds it to {@link AllMeters}, and so to the page. */
    @Test
    void no_meter_of_the_sources_is_missing() {
        Set<String> named = new TreeSet<>();
        Folder.sources().stream()
                .map(Folder::text)
                .filter(source -> source.contains("import io.micrometer.core.instrument")
                        || source.contains("import io.micrometer.observation"))
                .forEach(source -> LITERAL.matcher(source).results().forEach(found -> named.add(found.group(1))));
        Set<String> known = new TreeSet<>(Measured.meters().keySet());
        known.addAll(Measured.spans().keySet());
        assertThat(named).isEqualTo(known);
    }
}
