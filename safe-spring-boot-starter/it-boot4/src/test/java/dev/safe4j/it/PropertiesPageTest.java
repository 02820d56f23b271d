package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

/**
 * The page of the properties is made of the metadata that editors show. With the system property {@code safe4j.golden=write} it is written
 * instead of compared.
 */
class PropertiesPageTest {

    private static final String BEGIN = "<!-- properties -->\n";
    private static final String END = "<!-- /properties -->";

    @Test
    void the_page_is_what_the_metadata_says() throws IOException {
        Path file = page();
        String page = Files.readString(file);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String made = sections();
        if ("write".equals(System.getProperty("safe4j.golden"))) {
            Files.writeString(file, page.substring(0, from) + made + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("docs/guide/properties.md; run this test with -Dsafe4j.golden=write")
                .isEqualTo(made);
    }

    private static Path page() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here.resolve("docs/guide/properties.md");
    }

    private static String sections() {
        Map<String, StringBuilder> sections = new TreeMap<>();
        PropertyMetadata.all().forEach((name, property) -> {
            String[] parts = name.split("\\.");
            String section = parts.length > 2 ? "safe4j." + parts[1] : "safe4j";
            sections.computeIfAbsent(section, PropertiesPageTest::head).append(row(name, property));
        });
        return String.join("\n", sections.values());
    }

    private static StringBuilder head(String section) {
        return new StringBuilder("## " + section + "\n| property | type | default | what it is |\n|---|---|---|---|\n");
    }

    private static String row(String name, Map<String, Object> property) {
        String type = String.valueOf(property.get("type"));
        String description = String.valueOf(property.get("description"));
        Class<?> parts = partsOfAMap(type);
        String shown = parts == null ? "" : "; each has " + names(parts);
        return "| `" + name + (parts == null ? "" : ".<name>") + "` | " + (parts == null ? type(type) : "") + " | "
                + value(property.get("defaultValue")) + " | " + description + shown + " |\n";
    }

    /** What the values of a map have, if it is one. */
    private static @Nullable Class<?> partsOfAMap(String type) {
        return type.startsWith("java.util.Map<")
                ? load(type.substring(type.indexOf(',') + 1, type.length() - 1))
                : null;
    }

    private static String names(Class<?> parts) {
        return Stream.of(parts.getRecordComponents())
                .map(part -> "`" + part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "`")
                .collect(Collectors.joining(", "));
    }

    private static String type(String name) {
        if (name.matches("java\\.util\\.(List|Set)<java\\.lang\\.String>")) {
            return "list";
        }
        Class<?> type = load(name);
        Object[] constants = type.getEnumConstants();
        return constants == null
                ? type.getSimpleName().toLowerCase(Locale.ROOT).replace("datasize", "size")
                : Arrays.stream(constants)
                        .map(each -> "`" + spelt(String.valueOf(each)) + "`")
                        .collect(Collectors.joining(", "));
    }

    private static String spelt(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Class<?> load(String name) {
        return ClassUtils.resolveClassName(name, Objects.requireNonNull(PropertiesPageTest.class.getClassLoader()));
    }

    private static String value(@Nullable Object value) {
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
        return value == null ? "–" : text.replaceAll("[\\[\\]]", "");
    }
}
