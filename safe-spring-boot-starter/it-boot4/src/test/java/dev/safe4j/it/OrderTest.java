package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.autoconfigure.SafeDatabaseAutoConfiguration;
import dev.safe4j.autoconfigure.SafeJdbcAutoConfiguration;
import dev.safe4j.autoconfigure.SafeJooqAutoConfiguration;
import dev.safe4j.autoconfigure.SafeRetryAutoConfiguration;
import dev.safe4j.autoconfigure.SafeTransactionAutoConfiguration;
import dev.safe4j.jdbc.transaction.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** The names by which the starter comes after Spring Boot: a wrong one would be ignored, and beans would be missing. */
class OrderTest {

    private static final boolean BOOT_4 =
            Objects.requireNonNull(SpringBootVersion.getVersion()).startsWith("4.");

    /** They are written in pairs, Spring Boot 4 before 3.5. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                SafeDatabaseAutoConfiguration.class,
                SafeTransactionAutoConfiguration.class,
                SafeJooqAutoConfiguration.class
            })
    void of_each_pair_of_names_the_one_of_this_generation_exists(Class<?> type) {
        String[] names = Objects.requireNonNull(
                        AnnotatedElementUtils.findMergedAnnotation(type, AutoConfiguration.class))
                .afterName();
        assertThat(names).hasSizeGreaterThanOrEqualTo(2);
        IntStream.range(0, names.length)
                .forEach(i -> assertThat(ClassUtils.isPresent(names[i], null))
                        .as(names[i])
                        .isEqualTo(BOOT_4 == (i % 2 == 0)));
    }

    /** Without the names, "dev.safe4j" would come before "org.springframework"; jOOQ is left out, whose order would hide it. */
    @Test
    void transactions_come_after_the_transaction_manager() {
        List<Class<?>> classes = new ArrayList<>(List.of(
                SafeDatabaseAutoConfiguration.class,
                SafeJdbcAutoConfiguration.class,
                SafeRetryAutoConfiguration.class,
                SafeTransactionAutoConfiguration.class));
        for (String name : List.of("DataSourceAutoConfiguration", "DataSourceTransactionManagerAutoConfiguration")) {
            String folder = BOOT_4
                    ? "org.springframework.boot.jdbc.autoconfigure."
                    : "org.springframework.boot.autoconfigure.jdbc.";
            classes.add(ClassUtils.resolveClassName(folder + name, null));
        }
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(classes.toArray(Class<?>[]::new)))
                .run(context -> assertThat(context).hasSingleBean(Transactions.class));
    }
}
