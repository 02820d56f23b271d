package dev.safe4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules and between the rooms. */
final class Modules {

    static final DescribedPredicate<JavaClass> JDBC =
            resideInAnyPackage("dev.safe4j.jdbc..").as("safe-jdbc");
    static final DescribedPredicate<JavaClass> REDIS =
            resideInAnyPackage("dev.safe4j.redis..").as("safe-redis");
    static final DescribedPredicate<JavaClass> TEST =
            resideInAnyPackage("dev.safe4j.test..").as("safe-test");
    static final DescribedPredicate<JavaClass> STARTER = resideInAnyPackage(
                    "dev.safe4j.spring..", "dev.safe4j.autoconfigure..")
            .as("the starter");
    static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage("dev.safe4j..")
            .and(DescribedPredicate.not(JDBC.or(REDIS).or(TEST).or(STARTER)))
            .as("safe-core");

    static final ArchRule CORE_DEPENDS_ON_NO_MODULE = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat(JDBC.or(REDIS).or(TEST).or(STARTER).as("another module"));

    static final ArchRule JDBC_DEPENDS_ON_CORE_ONLY = noClasses()
            .that(JDBC)
            .should()
            .dependOnClassesThat(REDIS.or(TEST).or(STARTER).as("a module other than core"));

    static final ArchRule REDIS_DEPENDS_ON_CORE_ONLY = noClasses()
            .that(REDIS)
            .should()
            .dependOnClassesThat(JDBC.or(TEST).or(STARTER).as("a module other than core"))
            .allowEmptyShould(true);

    static final ArchRule TEST_DEPENDS_ON_CORE_ONLY = noClasses()
            .that(TEST)
            .should()
            .dependOnClassesThat(JDBC.or(REDIS).or(STARTER).as("a module other than core"))
            .allowEmptyShould(true);

    static final ArchRule STARTER_DOES_NOT_DEPEND_ON_SAFE_TEST =
            noClasses().that(STARTER).should().dependOnClassesThat(TEST);

    static final ArchRule CORE_KNOWS_NO_SQL_SPRING_OR_REDIS = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "org.springframework..",
                            "org.jooq..",
                            "org.redisson..",
                            "io.lettuce..",
                            "redis.clients..")
                    .as("SQL, Spring or Redis"));

    static final ArchRule ROOMS_OF_CORE_HAVE_NO_CYCLES =
            slices().matching("dev.safe4j.(*)..").should().beFreeOfCycles();

    static final ArchRule ROOMS_OF_JDBC_HAVE_NO_CYCLES =
            slices().matching("dev.safe4j.jdbc.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    static final ArchRule JDBC_DOES_NOT_KNOW_ITS_ROOMS = noClasses()
            .that()
            .resideInAPackage("dev.safe4j.jdbc")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.safe4j.jdbc.*..");

    static final ArchRule SPRING_DOES_NOT_KNOW_ITS_WIRING = noClasses()
            .that()
            .resideInAPackage("dev.safe4j.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.safe4j.autoconfigure..");

    static final ArchRule PARTS_OF_SPRING_HAVE_NO_CYCLES = slices().matching("dev.safe4j.spring.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    private Modules() {}
}
