package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

/** What GraalVM is told of Spring Boot's health is there in it: of each generation, under its own names. */
class NativeHealthTest {

    private static final String FILE = "/META-INF/native-image/dev.safe4j/safe-spring-boot-starter/reflect-config.json";
    private static final Pattern HEALTH = Pattern.compile("\"name\": \"(org\\.springframework\\.boot\\.[^\"]+)\"");

    @Test
    void the_classes_of_this_generation_are_named() throws IOException {
        try (InputStream file = Objects.requireNonNull(NativeHealthTest.class.getResourceAsStream(FILE))) {
            List<String> present = HEALTH.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(each -> each.group(1))
                    .filter(name -> ClassUtils.isPresent(name, getClass().getClassLoader()))
                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                    .toList();
            assertThat(present).containsExactly("HealthIndicator", "Health", "Health$Builder");
        }
    }
}
