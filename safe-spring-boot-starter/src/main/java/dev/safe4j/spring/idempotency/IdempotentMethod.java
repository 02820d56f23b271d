package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.spring.Idempotent;
import dev.safe4j.spring.RetryOnConflict;
import dev.safe4j.spring.proxy.KeyExpression;
import dev.safe4j.spring.proxy.LaterResults;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** What the annotation of a method asks for, checked. Immutable and thread-safe. */
final class IdempotentMethod {

    private final Method method;
    private final Idempotent annotation;
    private final KeyExpression key;
    private final KeyExpression scope;
    private final @Nullable KeyExpression request;
    private final @Nullable Duration keep;
    private final @Nullable Duration lease;
    private final @Nullable Duration within;

    /** @throws IllegalArgumentException if the annotation contradicts the method, or a value is none */
    IdempotentMethod(Method method, Idempotent annotation, UnaryOperator<String> placeholders) {
        this.method = method;
        this.annotation = annotation;
        this.key = new KeyExpression(annotation.key(), method);
        this.scope = new KeyExpression(annotation.scope(), method);
        this.request = annotation.request().isEmpty() ? null : new KeyExpression(annotation.request(), method);
        this.keep = parse(annotation.keep(), placeholders);
        this.lease = parse(annotation.lease(), placeholders);
        this.within = parse(annotation.within(), placeholders);
        requireResultAtReturn();
        requireOneRetry();
    }

    private static @Nullable Duration parse(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? null : DurationStyle.detectAndParse(placeholders.apply(text));
    }

    private void requireResultAtReturn() {
        Class<?> returned = method.getReturnType();
        if (LaterResults.isLater(returned)) {
            throw new IllegalArgumentException(
                    "the " + returned.getSimpleName() + " that the method returns has its result"
                            + " later, when it can no longer be stored: return the result itself.");
        }
    }

    private void requireOneRetry() {
        if (isSameTransaction() && AnnotatedElementUtils.hasAnnotation(method, RetryOnConflict.class)) {
            throw new IllegalArgumentException("in the same-transaction mode the whole transaction is run again after a"
                    + " conflict; @RetryOnConflict inside of it would refuse to start. Take it away.");
        }
    }

    private boolean isSameTransaction() {
        return annotation.mode() == Idempotent.Mode.SAME_TRANSACTION;
    }

    private boolean returnsNothing() {
        return method.getReturnType() == void.class || method.getReturnType() == Void.class;
    }

    String operation() {
        return annotation.operation().isEmpty()
                ? method.getDeclaringClass().getSimpleName() + "." + method.getName()
                : annotation.operation();
    }

    /** The operation without its key: what can be checked before there is a call. */
    IdempotentOperation<Object> begin(Idempotency idempotency) {
        Type type = returnsNothing() ? Void.class : boxed(method.getGenericReturnType());
        IdempotentOperation<Object> begun = idempotency.operation(operation(), type);
        IdempotentOperation<Object> kept = keep == null ? begun : begun.keep(keep);
        IdempotentOperation<Object> leased = lease == null ? kept : kept.lease(lease);
        IdempotentOperation<Object> waiting = within == null ? leased : leased.within(within);
        IdempotentOperation<Object> mode = isSameTransaction() ? waiting.sameTransaction() : waiting;
        return annotation.takesOver() ? mode : mode.neverTakenOver();
    }

    private static Type boxed(Type type) {
        return type instanceof Class<?> any ? ClassUtils.resolvePrimitiveIfNecessary(any) : type;
    }

    IdempotentOperation<Object> of(Idempotency idempotency, Object target, @Nullable Object[] arguments) {
        Object asked = request == null ? comparable(arguments) : request.valueOf(target, arguments);
        IdempotentOperation<Object> operation =
                begin(idempotency).key(key.of(target, arguments)).scope(scope(target, arguments));
        return operation.request(asked == null ? List.of() : asked);
    }

    private String scope(Object target, @Nullable Object[] arguments) {
        return annotation.scope().isEmpty() ? "" : scope.of(target, arguments);
    }

    private List<@Nullable Object> comparable(@Nullable Object[] arguments) {
        List<@Nullable Object> compared = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!isAttempt(i)) {
                compared.add(arguments[i]);
            }
        }
        return compared;
    }

    private boolean isAttempt(int parameter) {
        return method.getParameterTypes()[parameter] == ClaimedAttempt.class;
    }

    /** The arguments of the call, with the attempt where it is asked for. */
    @Nullable
    Object[] withAttempt(@Nullable Object[] arguments, ClaimedAttempt attempt) {
        @Nullable Object[] all = arguments.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = isAttempt(i) ? attempt : all[i];
        }
        return all;
    }
}
