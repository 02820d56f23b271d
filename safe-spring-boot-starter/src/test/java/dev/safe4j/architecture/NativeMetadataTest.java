package dev.safe4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.ClassUtils;

/**
 * What GraalVM has to be told of the published modules: their resources, and what they find by reflection. No native image is built here,
 * so this holds the files to the code and proves nothing more.
 */
class NativeMetadataTest {

    private static final List<String> MODULES =
            List.of("safe-core", "safe-jdbc", "safe-redis", "safe-spring-boot-starter");

    /** Whose reflection the files describe. Whoever adds another adds its metadata. */
    private static final Set<String> REFLECTING =
            Set.of("WorkerThreads.java", "AffectedRows.java", "HiddenResponse.java", "StoreHealth.java");

    private static final Pattern REFLECTION = Pattern.compile(
            "Class\\.forName\\(|Proxy\\.newProxyInstance\\(|\\.getClass\\(\\)\\s*\\.getMethods?\\(|ServiceLoader\\.load\\(");

    private static final Path ROOT = root();

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        return here;
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path metadata(String module, String file) {
        return ROOT.resolve(module + "/src/main/resources/META-INF/native-image/dev.safe4j/" + module + "/" + file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"safe-jdbc:.sql", "safe-redis:.lua"})
    void every_resource_is_taken_along(String moduleAndEnding) {
        String module = moduleAndEnding.split(":")[0];
        Path folder = ROOT.resolve(module + "/src/main/resources");
        Map<String, Object> file =
                JsonParserFactory.getJsonParser().parseMap(text(metadata(module, "resource-config.json")));
        List<Pattern> patterns = maps(map(file.get("resources")).get("includes")).stream()
                .map(each -> Pattern.compile(String.valueOf(each.get("pattern"))))
                .toList();
        List<Path> resources = files(folder, moduleAndEnding.split(":")[1]);
        assertThat(resources).hasSizeGreaterThan(10).allSatisfy(resource -> {
            String name = folder.relativize(resource).toString().replace('\\', '/');
            assertThat(patterns)
                    .as(name)
                    .anyMatch(pattern -> pattern.matcher(name).matches());
        });
    }

    @Test
    void every_class_that_is_named_is_there_or_of_a_library_that_may_be_missing() {
        Set<String> named = new TreeSet<>();
        for (String module : MODULES) {
            Path file = metadata(module, "reflect-config.json");
            if (Files.exists(file)) {
                JsonParserFactory.getJsonParser()
                        .parseList(text(file))
                        .forEach(each -> named.add(String.valueOf(map(each).get("name"))));
            }
        }
        Set<String> missing = named.stream()
                .filter(name -> !ClassUtils.isPresent(name, NativeMetadataTest.class.getClassLoader()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(missing)
                .allMatch(name -> name.matches(
                        "(com\\.mysql\\.|org\\.mariadb\\.|org\\.springframework\\.boot\\.(actuate\\.)?health\\.).*"
                                + "|java\\.lang\\.Thread\\$Builder"));
    }

    @Test
    void who_uses_reflection_is_known() {
        Set<String> found = new TreeSet<>();
        for (String module : MODULES) {
            for (Path source : files(ROOT.resolve(module + "/src/main/java"), ".java")) {
                if (REFLECTION.matcher(text(source)).find()) {
                    found.add(String.valueOf(source.getFileName()));
                }
            }
        }
        assertThat(found).isEqualTo(new TreeSet<>(REFLECTING));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object list) {
        return (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object map) {
        return (Map<String, Object>) map;
    }
}
