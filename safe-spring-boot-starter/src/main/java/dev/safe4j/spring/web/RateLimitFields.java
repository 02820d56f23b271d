package dev.safe4j.spring.web;

import dev.safe4j.counter.Quota;
import dev.safe4j.counter.QuotaResult;
import dev.safe4j.spring.quota.QuotaTeller;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tells the client of a request how its quotas stand: the fields {@code RateLimit} and {@code RateLimit-Policy} of
 * draft-ietf-httpapi-ratelimit-headers-11. Whose calls are counted is not told. Thread-safe.
 */
public final class RateLimitFields implements QuotaTeller {

    private static final String ATTRIBUTE = RateLimitFields.class.getName() + ".told";

    /** The largest Integer of structured fields (RFC 9651). */
    private static final long LARGEST = 999_999_999_999_999L;

    /** How one quota stands. */
    private record Told(String policy, String limit) {}

    /** Makes the teller. */
    public RateLimitFields() {}

    @Override
    public void taken(String name, Quota quota, QuotaResult result) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request) {
            HttpServletResponse response = request.getResponse();
            if (response != null && !response.isCommitted()) {
                Map<String, Told> told = told(request);
                told.put(name, told(name, quota, result));
                response.setHeader("RateLimit-Policy", list(told, Told::policy));
                response.setHeader("RateLimit", list(told, Told::limit));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Told> told(ServletRequestAttributes request) {
        Map<String, Told> told = (Map<String, Told>) request.getRequest().getAttribute(ATTRIBUTE);
        if (told == null) {
            told = new LinkedHashMap<>();
            request.getRequest().setAttribute(ATTRIBUTE, told);
        }
        return told;
    }

    /** The effective window ends when more can be taken than is told: never after Retry-After. */
    private static Told told(String name, Quota quota, QuotaResult result) {
        Duration effective = result instanceof QuotaResult.Refused refused ? refused.retryAfter() : result.resetAfter();
        return new Told(
                "\"" + name + "\";q=" + Math.min(LARGEST, quota.limit()) + ";w=" + seconds(quota.window()),
                "\"" + name + "\";r=" + Math.min(LARGEST, result.remaining()) + ";t=" + seconds(effective));
    }

    private static String list(Map<String, Told> told, Function<Told, String> field) {
        return told.values().stream().map(field).collect(Collectors.joining(", "));
    }

    /** Rounded up, so that who waits that long has waited long enough. */
    static long seconds(Duration time) {
        return Math.max(1, time.plusMillis(999).toSeconds());
    }
}
