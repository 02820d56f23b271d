package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.autoconfigure.SafeProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.json.JsonParserFactory;

/** What the starter's metadata says of its properties. */
final class PropertyMetadata {

    private PropertyMetadata() {}

    /** The names of the properties of a record. */
    static Set<String> declared(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .flatMap(component -> {
                    String name = prefix + "."
                            + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                    return component.getType().isRecord()
                            ? declared(name, component.getType()).stream()
                            : Stream.of(name);
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All of them, by their names. */
    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> all() {
        URL file = Objects.requireNonNull(
                SafeProperties.class.getResource("/META-INF/spring-configuration-metadata.json"));
        assertThat(file.toString()).contains("safe-spring-boot-starter");
        try (InputStream bytes = file.openStream()) {
            Map<String, Object> all = JsonParserFactory.getJsonParser()
                    .parseMap(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
            return ((List<Map<String, Object>>) Objects.requireNonNull(all.get("properties")))
                    .stream()
                            .filter(each -> String.valueOf(each.get("name")).startsWith("safe4j."))
                            .collect(Collectors.toMap(
                                    each -> String.valueOf(each.get("name")), each -> each, (a, b) -> b, TreeMap::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
