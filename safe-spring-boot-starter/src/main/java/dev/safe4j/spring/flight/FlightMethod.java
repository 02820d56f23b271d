package dev.safe4j.spring.flight;

import dev.safe4j.spring.SingleFlight;
import dev.safe4j.spring.proxy.KeyExpression;
import dev.safe4j.spring.proxy.LaterResults;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** What the annotation of a method asks for, checked. Immutable and thread-safe. */
final class FlightMethod {

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
