package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What GraalVM is told of the drivers is there in them: a class that is no more would be left out of an image in silence. */
class NativeDriversTest {

    private static final String FILE = "/META-INF/native-image/dev.safe4j/safe-jdbc/reflect-config.json";
    private static final Pattern CLASS = Pattern.compile("\"(?:name|typeReachable)\": \"([^\"]+)\"");

    @Test
    void every_class_that_is_named_is_there() throws IOException {
        try (InputStream file = Objects.requireNonNull(NativeDriversTest.class.getResourceAsStream(FILE))) {
            List<String> names = CLASS.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(each -> each.group(1))
                    .toList();
            assertThat(names)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(name -> assertThatCode(
                                    () -> Class.forName(name, false, getClass().getClassLoader()))
                            .doesNotThrowAnyException());
        }
    }
}
