package dev.safe4j.spring.http;

import dev.safe4j.spring.idempotency.IdempotencyUse;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Looks at the handlers at start: whether the annotations' values are valid, and whether there is a filter that honours them. */
public final class RequestStartCheck implements SmartInitializingSingleton, IdempotencyUse {

    private final Supplier<List<RequestMappingHandlerMapping>> mappings;
    private final UnaryOperator<String> placeholders;
    private final BooleanSupplier isGuarded;
    private final Runnable transactional;

    /**
     * Makes the check.
     *
     * @param mappings where handler methods are found
     * @param placeholders resolves <code>${…}</code> in annotations
     * @param isGuarded whether there is a filter
     * @param transactional throws if nothing can be recorded in the application's transaction; asked only if that is wanted
     */
    public RequestStartCheck(
            Supplier<List<RequestMappingHandlerMapping>> mappings,
            UnaryOperator<String> placeholders,
            BooleanSupplier isGuarded,
            Runnable transactional) {
        this.mappings = mappings;
        this.placeholders = placeholders;
        this.isGuarded = isGuarded;
        this.transactional = transactional;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!isGuarded.getAsBoolean()) {
            refuseAnnotations();
        }
        new HandlerRoutes(mappings, placeholders).check(transactional);
    }

    @Override
    public boolean isUsed() {
        return annotated().findAny().isPresent();
    }

    private Stream<HandlerMethod> annotated() {
        return mappings.get().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .filter(handler -> HandlerRoutes.annotation(handler) != null);
    }

    private void refuseAnnotations() {
        annotated().findFirst().ifPresent(handler -> {
            throw new IllegalStateException("@IdempotentRequest of " + handler.getShortLogMessage()
                    + " would be without effect: there is no filter that honours it. It needs a store of keys"
                    + " (a DataSource, a Redis client, or safe4j.idempotency.store), and"
                    + " safe4j.idempotency.http.enabled.");
        });
    }
}
