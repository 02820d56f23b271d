package dev.safe4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of the house holds for all published classes, and is red on classes that break it on purpose. */
class ArchitectureTest {

    private static final JavaClasses PUBLISHED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.safe4j");

    private static final JavaClasses WITH_BROKEN_ONES = new ClassFileImporter().importPackages("dev.safe4j");

    /** The rules, each with what its report must name on the classes of these tests' own sources. */
    enum Rule {
        CORE_DEPENDS_ON_NO_MODULE(Modules.CORE_DEPENDS_ON_NO_MODULE, "Broken$UsesJdbc"),
        JDBC_DEPENDS_ON_CORE_ONLY(Modules.JDBC_DEPENDS_ON_CORE_ONLY, "BrokenJdbc"),
        REDIS_DEPENDS_ON_CORE_ONLY(Modules.REDIS_DEPENDS_ON_CORE_ONLY, "BrokenRedis"),
        TEST_DEPENDS_ON_CORE_ONLY(Modules.TEST_DEPENDS_ON_CORE_ONLY, "BrokenTest"),
        STARTER_DOES_NOT_DEPEND_ON_SAFE_TEST(Modules.STARTER_DOES_NOT_DEPEND_ON_SAFE_TEST, "BrokenSpring"),
        CORE_KNOWS_NO_SQL_SPRING_OR_REDIS(Modules.CORE_KNOWS_NO_SQL_SPRING_OR_REDIS, "Broken$KnowsSql"),
        ROOMS_OF_CORE_HAVE_NO_CYCLES(Modules.ROOMS_OF_CORE_HAVE_NO_CYCLES, "Broken$UsesJdbc"),
        ROOMS_OF_JDBC_HAVE_NO_CYCLES(Modules.ROOMS_OF_JDBC_HAVE_NO_CYCLES, "BrokenLock"),
        JDBC_DOES_NOT_KNOW_ITS_ROOMS(Modules.JDBC_DOES_NOT_KNOW_ITS_ROOMS, "BrokenJdbc"),
        SPRING_DOES_NOT_KNOW_ITS_WIRING(Modules.SPRING_DOES_NOT_KNOW_ITS_WIRING, "BrokenSpring"),
        PARTS_OF_SPRING_HAVE_NO_CYCLES(Modules.PARTS_OF_SPRING_HAVE_NO_CYCLES, "BrokenWeb"),
        STATIC_FIELDS_ARE_FINAL(Habits.STATIC_FIELDS_ARE_FINAL, "Broken$CountsStatically.count"),
        STATIC_FIELDS_HOLD_NOTHING_MUTABLE(Habits.STATIC_FIELDS_HOLD_NOTHING_MUTABLE, "Broken$KeepsStatically"),
        NOBODY_READS_THE_WALL_CLOCK(Habits.NOBODY_READS_THE_WALL_CLOCK, "Broken$ReadsTheClock"),
        NOBODY_SLEEPS(Habits.NOBODY_SLEEPS, "Broken$Sleeps"),
        NOBODY_MAKES_THREADS(Habits.NOBODY_MAKES_THREADS, "Broken$MakesThreads"),
        NOBODY_PASSES_TAGS_TO_A_REGISTRY(Habits.NOBODY_PASSES_TAGS_TO_A_REGISTRY, "Broken$PassesTags"),
        AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL(Habits.AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL, "BrokenWiring"),
        AUTO_CONFIGURATIONS_HAVE_NO_PUBLIC_MEMBERS(Habits.AUTO_CONFIGURATIONS_HAVE_NO_PUBLIC_MEMBERS, "BrokenWiring"),
        NO_CLASS_CONDITION_ON_A_BEAN_METHOD(Habits.NO_CLASS_CONDITION_ON_A_BEAN_METHOD, "BrokenWiring");

        private final ArchRule rule;
        private final String culprit;

        Rule(ArchRule rule, String culprit) {
            this.rule = rule;
            this.culprit = culprit;
        }
    }

    @ParameterizedTest
    @EnumSource
    void holds(Rule rule) {
        rule.rule.check(PUBLISHED);
    }

    @ParameterizedTest
    @EnumSource
    void is_red_where_it_is_broken(Rule rule) {
        assertThat(rule.rule.evaluate(WITH_BROKEN_ONES).getFailureReport().toString())
                .contains(rule.culprit);
    }

    /** Else a rule over nothing would be green. */
    @Test
    void all_published_modules_are_seen() {
        for (String module :
                new String[] {"safe-core", "safe-jdbc", "safe-redis", "safe-test", "safe-spring-boot-starter"}) {
            assertThat(PUBLISHED.stream().map(JavaClass::getSource).flatMap(Optional::stream))
                    .as(module)
                    .anyMatch(source -> source.getUri().toString().contains("/" + module));
        }
        assertThat(PUBLISHED.contain("dev.safe4j.broken.Broken")).isFalse();
    }

    @Test
    void the_list_of_auto_configurations_is_complete() throws IOException {
        String list = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
        List<String> listed = new ArrayList<>();
        for (URL each : Collections.list(getClass().getClassLoader().getResources(list))) {
            try (InputStream bytes = each.openStream()) {
                listed.addAll(new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
            }
        }
        listed.removeIf(name -> !name.startsWith("dev.safe4j."));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(PUBLISHED.stream()
                        .filter(each -> each.isAnnotatedWith(Habits.AUTO_CONFIGURATION))
                        .map(JavaClass::getName)
                        .toList());
    }
}
