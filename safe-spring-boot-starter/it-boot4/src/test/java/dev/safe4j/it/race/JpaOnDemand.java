package dev.safe4j.it.race;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** JPA is on the class path of all tests, and would change the transactions of all: it is there where {@code it.jpa} is true. */
final class JpaOnDemand implements AutoConfigurationImportFilter, EnvironmentAware {

    private boolean wanted;

    @Override
    public void setEnvironment(Environment environment) {
        wanted = environment.getProperty("it.jpa", Boolean.class, false);
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = String.valueOf(names[i]).toLowerCase(Locale.ROOT);
            matches[i] = wanted || Stream.of("jpa", "hibernate").noneMatch(name::contains);
        }
        return matches;
    }
}
