package dev.safe4j.servers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on each database, with a fresh {@link TestDatabase} as a parameter of the test and, the same
 * one, of the {@code @BeforeEach} and {@code @AfterEach} methods around it. A test that passes but leaves a connection
 * of the database's pools out fails. The configuration parameter of JUnit {@code safe4j.databases}, which is
 * looked for among the system properties too, leaves some out, as the quick tier does,
 * unless nothing would be left.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(EachDatabaseExtension.class)
public @interface EachDatabase {

    /** On which. */
    ServerKind[] value() default {ServerKind.POSTGRESQL, ServerKind.MARIADB, ServerKind.H2};

    /** On shared servers of which profile. */
    Profile profile() default Profile.FAST;
}
