package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that searches a race: it runs once an isolation level, with a fresh {@link Interleavings} of that level as its
 * parameter.
 *
 * <p>The {@link RaceProbe} behind it is the one in a field of the test's class, its superclasses or the instances around it; else
 * the bean of the test's Spring context. Two of these tests never run at once, since others on the same server would stand in the
 * way.
 *
 * <p>What each search finds is printed, published as a report entry named {@code race}, and written to
 * {@code target/race/<class>.<method>-<level>.txt}, {@code .md}, {@code .html} and {@code .json}; the directory is
 * {@code safe4j.race.reports}, a system property or a configuration parameter of JUnit.
 *
 * <p>A method, or its class, that is {@code @Transactional} (Spring's or Jakarta's) is refused: what a test writes in a
 * transaction that it rolls back, no actor can see. {@code propagation = NOT_SUPPORTED} and {@code NEVER} are none.
 *
 * @see Replay
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(RaceExtension.class)
@ResourceLock(RaceTest.LOCK)
public @interface RaceTest {

    /** The resource that these tests have for themselves; a test that disturbs them can take it too. */
    String LOCK = "safe4j.race";

    /** {@return the isolation levels under which the test runs, one after the other} */
    Isolation[] isolation() default {Isolation.AS_CONFIGURED};
}
