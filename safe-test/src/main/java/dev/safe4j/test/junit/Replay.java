package dev.safe4j.test.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Pins a {@link RaceTest} to one order: its {@code explore()} plays that order only. An order that cannot be played any more, since
 * the code takes other steps, makes the test neither passed nor failed but aborted; a token of another database or isolation level
 * is an error. Of the test's isolation levels, only the token's is run.
 *
 * <p>The system property, or configuration parameter of JUnit, {@code safe4j.race.replay} does the same for all race tests of the
 * run, and goes before the annotation: {@code mvn test -Dtest=StockTest -Dsafe4j.race.replay=1:postgresql-18:…}.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Replay {

    /** {@return the token, as printed with a violation} */
    String value();
}
