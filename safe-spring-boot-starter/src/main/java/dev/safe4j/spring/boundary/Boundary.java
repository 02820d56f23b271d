package dev.safe4j.spring.boundary;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** A kind of annotation that works by interception only. Immutable and thread-safe. */
public final class Boundary {

    /** Propagations that differ from what a caller's transaction gives anyway. */
    private static final Set<String> OWN = Set.of("REQUIRES_NEW", "NESTED", "NOT_SUPPORTED", "NEVER");

    private final String label;
    private final Set<String> annotations;

    private Boundary(String label, String... annotations) {
        this.label = label;
        this.annotations = Set.of(annotations);
    }

    /**
     * Returns the boundary of a retry.
     *
     * @return {@code @RetryOnConflict}
     */
    public static Boundary retry() {
        return new Boundary("@RetryOnConflict", "dev.safe4j.spring.RetryOnConflict");
    }

    /**
     * Returns the boundary of a lock.
     *
     * @return {@code @Locked}
     */
    public static Boundary lock() {
        return new Boundary("@Locked", "dev.safe4j.spring.Locked");
    }

    /**
     * Returns the boundary of a claim.
     *
     * @return {@code @Idempotent}
     */
    public static Boundary claim() {
        return new Boundary("@Idempotent", "dev.safe4j.spring.Idempotent");
    }

    /**
     * Returns the boundary of a flight.
     *
     * @return {@code @SingleFlight}
     */
    public static Boundary singleFlight() {
        return new Boundary("@SingleFlight", "dev.safe4j.spring.SingleFlight");
    }

    /**
     * Returns the boundary of a quota.
     *
     * @return {@code @Quota}
     */
    public static Boundary quota() {
        return new Boundary("@Quota", "dev.safe4j.spring.Quota");
    }

    /**
     * Returns the boundary of a transaction.
     *
     * @return {@code @Transactional}, Spring's and Jakarta's
     */
    public static Boundary transaction() {
        return new Boundary(
                "@Transactional",
                "org.springframework.transaction.annotation.Transactional",
                "jakarta.transaction.Transactional");
    }

    String label() {
        return label;
    }

    /** Whether the method itself carries the annotation, or one that it overrides or implements does. */
    boolean marksDirectly(Method method) {
        return on(method).findAny().isPresent();
    }

    /** Whether a call of the method through a proxy would be intercepted, if the proxy can. */
    boolean marks(Method method) {
        int modifiers = method.getModifiers();
        return !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && !method.isSynthetic()
                && (marksDirectly(method)
                        || on(method.getDeclaringClass()).findAny().isPresent());
    }

    /** Whether the method wants another transaction than the one its caller has, which a call on this does not give. */
    boolean wantsItsOwn(Method method) {
        return on(method)
                .flatMap(annotation ->
                        Stream.of("propagation", "value").flatMap(name -> annotation.getValue(name).stream()))
                .anyMatch(value -> OWN.contains(value.toString()));
    }

    private Stream<MergedAnnotation<?>> on(AnnotatedElement element) {
        MergedAnnotations all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
        return annotations.stream().<MergedAnnotation<?>>map(all::get).filter(MergedAnnotation::isPresent);
    }
}
