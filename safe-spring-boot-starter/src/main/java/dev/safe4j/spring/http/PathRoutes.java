package dev.safe4j.spring.http;

import dev.safe4j.spring.Idempotent.Mode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The routes that are guarded by patterns of their paths. Immutable and thread-safe. */
final class PathRoutes implements Routes {

    private final Set<String> methods;
    private final List<PathPattern> patterns;
    private final boolean required;
    private final Mode mode;

    PathRoutes(FilterSettings settings) {
        this.methods = Set.copyOf(settings.methods());
        this.patterns = settings.paths().stream()
                .map(PathPatternParser.defaultInstance::initFullPathPattern) // "payments/**" would match nothing
                .map(PathPatternParser.defaultInstance::parse)
                .sorted(PathPattern.SPECIFICITY_COMPARATOR)
                .toList();
        this.required = settings.required();
        this.mode = settings.mode();
    }

    @Override
    public @Nullable Route find(HttpServletRequest request) {
        if (patterns.isEmpty() || !methods.contains(request.getMethod())) {
            return null;
        }
        // Whole, though a servlet may be mapped to a part of it: that is how the patterns are written.
        RequestPath path = RequestPath.parse(request.getRequestURI(), request.getContextPath());
        for (PathPattern each : patterns) {
            if (each.matches(path.pathWithinApplication())) {
                String operation = Route.operation(request.getMethod(), each.getPatternString());
                return new Route(operation, required, null, null, null, true, mode);
            }
        }
        return null;
    }
}
