package dev.safe4j.spring.lock;

import dev.safe4j.lock.Locks;
import dev.safe4j.spring.Locked;
import dev.safe4j.spring.Locked.OnBusy;
import dev.safe4j.spring.proxy.KeyExpression;
import dev.safe4j.spring.proxy.LaterResults;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** What the annotations of a method ask for, checked. Immutable and thread-safe. */
final class LockedMethod {

    private final List<KeyExpression> keys = new ArrayList<>();
    private final Method method;
    private final boolean skips;
    private final @Nullable Duration wait;
    private final @Nullable Duration lease;
    private final @Nullable Duration atLeast;

    /** @throws IllegalArgumentException if the annotations contradict each other or the method, or a value is none */
    LockedMethod(Method method, List<Locked> annotations, UnaryOperator<String> placeholders) {
        this.method = method;
        Locked first = annotations.get(0);
        for (Locked each : annotations) {
            keys.add(new KeyExpression(each.key(), method));
            requireSame(first, each);
        }
        this.skips = first.onBusy() == OnBusy.SKIP;
        this.wait = skips && first.within().isEmpty() ? Duration.ZERO : parse(first.within(), placeholders);
        this.lease = parse(first.lease(), placeholders);
        this.atLeast = parse(first.atLeastFor(), placeholders);
        requireReturnType();
    }

    private static void requireSame(Locked first, Locked other) {
        boolean same = first.within().equals(other.within())
                && first.lease().equals(other.lease())
                && first.atLeastFor().equals(other.atLeastFor())
                && first.onBusy() == other.onBusy();
        if (!same) {
            throw new IllegalArgumentException("locks that are held together are wanted alike: their within, lease,"
                    + " atLeastFor and onBusy must be the same, and those of \"" + first.key() + "\" and \""
                    + other.key()
                    + "\" are not.");
        }
    }

    private static @Nullable Duration parse(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? null : DurationStyle.detectAndParse(placeholders.apply(text));
    }

    private void requireReturnType() {
        Class<?> type = method.getReturnType();
        if (skips && type != void.class && type != Void.class && type != Optional.class) {
            throw new IllegalArgumentException(
                    "onBusy = SKIP needs a method that returns nothing or an Optional, and it returns "
                            + type.getSimpleName() + ".");
        }
        if (LaterResults.isLater(type) && !returnsLater()) {
            throw new IllegalArgumentException("the lock would be released before the " + type.getSimpleName()
                    + " that the method returns has done anything: take it inside, or return a CompletionStage.");
        }
    }

    boolean skips() {
        return skips;
    }

    boolean returnsLater() {
        return CompletionStage.class.isAssignableFrom(method.getReturnType());
    }

    @Nullable
    Object skipped() {
        return method.getReturnType() == Optional.class ? Optional.empty() : null;
    }

    List<String> keys(Object target, @Nullable Object[] arguments) {
        return keys.stream().map(each -> each.of(target, arguments)).toList();
    }

    Locks applyTo(Locks base) {
        Locks locks = lease == null ? base : base.lease(lease);
        locks = atLeast == null ? locks : locks.atLeastFor(atLeast);
        return wait == null ? locks : locks.within(wait);
    }
}
