package dev.safe4j.spring.http;

import dev.safe4j.spring.IdempotentRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.RequestPath;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** The routes whose handler methods carry {@link IdempotentRequest}. Thread-safe. */
final class HandlerRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerRoutes.class);

    private final Supplier<List<RequestMappingHandlerMapping>> mappings;
    private final UnaryOperator<String> placeholders;
    private volatile @Nullable List<Guarded> guarded;

    /** A mapping with the routes of it that are annotated. */
    private record Guarded(RequestMappingHandlerMapping mapping, List<RequestMappingInfo> routes) {

        /** Whether it may be one of them, at the cost of a few comparisons: what is not pays no more. */
        boolean mayBe(HttpServletRequest request, RequestPath path) {
            return routes.stream().anyMatch(each -> methodMatches(each, request) && pathMatches(each, path));
        }

        private static boolean methodMatches(RequestMappingInfo route, HttpServletRequest request) {
            var methods = route.getMethodsCondition().getMethods();
            return methods.isEmpty()
                    || methods.stream().map(RequestMethod::name).anyMatch(request.getMethod()::equals);
        }

        private static boolean pathMatches(RequestMappingInfo route, RequestPath path) {
            PathPatternsRequestCondition patterns = route.getPathPatternsCondition();
            return patterns == null
                    || patterns.getPatterns().stream().anyMatch(each -> each.matches(path.pathWithinApplication()));
        }
    }

    HandlerRoutes(Supplier<List<RequestMappingHandlerMapping>> mappings, UnaryOperator<String> placeholders) {
        this.mappings = mappings;
        this.placeholders = placeholders;
    }

    /** The annotation that counts for a handler: the method's own before its class's. */
    static @Nullable IdempotentRequest annotation(HandlerMethod handler) {
        IdempotentRequest own = handler.getMethodAnnotation(IdempotentRequest.class);
        return own != null
                ? own
                : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), IdempotentRequest.class);
    }

    /**
     * Checks the annotations' values.
     *
     * @param transactional throws if nothing can be recorded in the application's transaction
     */
    void check(Runnable transactional) {
        for (RequestMappingHandlerMapping mapping : mappings.get()) {
            mapping.getHandlerMethods().forEach((route, handler) -> {
                IdempotentRequest annotation = annotation(handler);
                if (annotation != null) {
                    checked(handler, () -> check(route, handler, annotation, transactional));
                }
            });
        }
    }

    private void check(
            RequestMappingInfo mapping, HandlerMethod handler, IdempotentRequest annotation, Runnable transactional) {
        Route route = route("POST /", annotation);
        if (route.isSameTransaction()) {
            transactional.run();
            if (isEverGuarded(mapping)) {
                AnswerTypes.requireAtReturn(handler);
            }
        }
    }

    private static boolean isEverGuarded(RequestMappingInfo mapping) {
        var methods = mapping.getMethodsCondition().getMethods();
        return methods.isEmpty() || !methods.stream().allMatch(each -> IdempotencyFilter.SAFE.contains(each.name()));
    }

    private static void checked(HandlerMethod handler, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException | IllegalStateException invalid) {
            throw new IllegalArgumentException(
                    "@IdempotentRequest of " + handler.getShortLogMessage() + ": " + invalid.getMessage(), invalid);
        }
    }

    private List<Guarded> guarded() {
        List<Guarded> found = guarded;
        if (found == null) {
            found = new ArrayList<>();
            for (RequestMappingHandlerMapping mapping : mappings.get()) {
                List<RequestMappingInfo> routes = mapping.getHandlerMethods().entrySet().stream()
                        .filter(each -> annotation(each.getValue()) != null)
                        .map(Map.Entry::getKey)
                        .toList();
                if (!routes.isEmpty()) {
                    found.add(new Guarded(mapping, routes));
                }
            }
            guarded = found;
        }
        return found;
    }

    @Override
    public @Nullable Route find(HttpServletRequest request) {
        List<Guarded> all = guarded();
        if (all.isEmpty()) {
            return null;
        }
        RequestPath path = ServletRequestPathUtils.parse(request);
        for (Guarded each : all) {
            if (each.mayBe(request, path)) {
                return lookUp(each.mapping, request);
            }
        }
        return null;
    }

    /** Asks the mapping itself, since a more special route, which is not annotated, may match too. */
    private @Nullable Route lookUp(RequestMappingHandlerMapping mapping, HttpServletRequest request) {
        LookupRequest lookup = new LookupRequest(request);
        ServletRequestPathUtils.parseAndCache(lookup);
        HandlerExecutionChain chain;
        try {
            chain = mapping.getHandler(lookup);
        } catch (Exception noHandler) {
            LOG.debug("No handler takes the request, so there is nothing to guard.", noHandler);
            return null;
        }
        if (chain == null || !(chain.getHandler() instanceof HandlerMethod handler)) {
            return null;
        }
        IdempotentRequest annotation = annotation(handler);
        Object template = lookup.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return annotation == null
                ? null
                : route(Route.operation(request.getMethod(), String.valueOf(template)), annotation);
    }

    private Route route(String operation, IdempotentRequest annotation) {
        return new Route(
                operation,
                annotation.required(),
                duration(annotation.keep()),
                duration(annotation.lease()),
                duration(annotation.within()),
                annotation.takesOver(),
                annotation.mode());
    }

    private @Nullable Duration duration(String text) {
        return text.isEmpty() ? null : DurationStyle.detectAndParse(placeholders.apply(text));
    }
}
