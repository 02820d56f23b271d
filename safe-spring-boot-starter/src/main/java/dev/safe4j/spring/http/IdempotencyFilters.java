package dev.safe4j.spring.http;

import dev.safe4j.idempotency.Idempotency;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Makes the filter. Stateless. */
public final class IdempotencyFilters {

    private IdempotencyFilters() {}

    /**
     * Makes the filter for all paths; it looks for itself which requests are guarded.
     *
     * @param idempotency where requests and answers are kept
     * @param settings how it works
     * @param mappings where handler methods are found; asked at the first request
     * @param placeholders resolves <code>${…}</code> in annotations
     * @param scope whose keys those of a request are
     * @return the filter
     */
    public static Filter filter(
            Idempotency idempotency,
            FilterSettings settings,
            Supplier<List<RequestMappingHandlerMapping>> mappings,
            UnaryOperator<String> placeholders,
            RequestScope scope) {
        List<Routes> routes = List.of(new HandlerRoutes(mappings, placeholders), new PathRoutes(settings));
        return new IdempotencyFilter(idempotency, settings, routes, scope);
    }
}
