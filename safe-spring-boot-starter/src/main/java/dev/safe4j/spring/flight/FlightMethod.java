package dev.safe4j.spring.flight;

import dev.safe4j.spring.SingleFlight;
import dev.safe4j.spring.proxy.KeyExpression;
import dev.safe4j.spring.proxy.LaterResults;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** What the annotation of a method asks for, checked. Immutable and thread-safe. */
final class FlightMethod {

    /** By name: they may not be on the class path. */
    private static final Set<String> AUTHORIZATIONS = Set.of(
            "org.springframework.security.access.prepost.PreAuthorize",
            "org.springframework.security.access.prepost.PostAuthorize",
            "org.springframework.security.access.prepost.PreFilter",
            "org.springframework.security.access.prepost.PostFilter",
            "org.springframework.security.access.annotation.Secured",
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.DenyAll");

    private final Method method;
    private final KeyExpression key;
    private final @Nullable Duration within;
    private final boolean detached;

    /** @throws IllegalArgumentException if the annotation contradicts the method, or a value is none */
    FlightMethod(Method method, SingleFlight annotation, UnaryOperator<String> placeholders) {
        this.method = method;
        this.key = new KeyExpression(annotation.key(), method);
        this.within = annotation.within().isEmpty()
                ? null
                : DurationStyle.detectAndParse(placeholders.apply(annotation.within()));
        this.detached = annotation.detached();
        applyTo(dev.safe4j.flight.SingleFlight.create());
        requireSharedResult(method.getReturnType());
        requireNoAuthorization(method);
        requireNoAuthorization(method.getDeclaringClass());
    }

    private static void requireSharedResult(Class<?> returned) {
        if (returned == void.class || returned == Void.class) {
            throw new IllegalArgumentException(
                    "the method returns nothing, so its callers have nothing to share. To do something once at a time, use"
                            + " @Locked.");
        }
        if (LaterResults.isLater(returned)) {
            throw new IllegalArgumentException(
                    "the " + returned.getSimpleName() + " that the method returns has its result"
                            + " later, when the run is over: return the result itself.");
        }
        if (BaseStream.class.isAssignableFrom(returned)
                || Iterator.class.isAssignableFrom(returned)
                || AutoCloseable.class.isAssignableFrom(returned)) {
            throw new IllegalArgumentException(
                    "the " + returned.getSimpleName() + " that the method returns can be used by"
                            + " one only, and all callers get the same: return a list, or another value.");
        }
    }

    /** It would be asked once, of whom the run is for, and its answer given to all. */
    private static void requireNoAuthorization(AnnotatedElement element) {
        MergedAnnotations all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
        AUTHORIZATIONS.stream().filter(all::isPresent).findFirst().ifPresent(found -> {
            throw new IllegalArgumentException("@" + found.substring(found.lastIndexOf('.') + 1)
                    + " would be asked once for all callers who share a run, and not of each: put it on what calls this"
                    + " method, in another bean.");
        });
    }

    boolean isDetached() {
        return detached;
    }

    String key(Object target, @Nullable Object[] arguments) {
        return key.of(target, arguments);
    }

    <K, V extends @Nullable Object> dev.safe4j.flight.SingleFlight<K, V> applyTo(
            dev.safe4j.flight.SingleFlight<K, V> base) {
        return within == null ? base : base.within(within);
    }

    /** The same method may be called by its interface too. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlightMethod same && same.method.equals(method);
    }

    @Override
    public int hashCode() {
        return method.hashCode();
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
    }
}
