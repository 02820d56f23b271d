package dev.safe4j.it;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Some of what is on the class path of all tests would change all of them: Spring Boot configures it where a property asks for it,
 * such as {@code it.jpa=true}. Classes within a configuration are asked for too, so a word that is a part of their names takes them away.
 */
final class OnDemand implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Map<String, Set<String>> WORDS = Map.of(
            "it.jpa", Set.of("jpa", "hibernate"),
            "it.redis", Set.of("redis"),
            "it.actuator", Set.of("actuate", "health", "metrics", "micrometer"),
            "it.prometheus", Set.of("prometheus"),
            "it.tracing", Set.of(".tracing."));

    private final Set<String> unwanted = new HashSet<>();

    @Override
    public void setEnvironment(Environment environment) {
        WORDS.forEach((property, words) -> {
            if (!environment.getProperty(property, Boolean.class, false)) {
                unwanted.addAll(words);
            }
        });
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = String.valueOf(names[i]).toLowerCase(Locale.ROOT);
            matches[i] = !name.startsWith("org.springframework.")
                    || unwanted.stream().noneMatch(name::contains);
        }
        return matches;
    }
}
