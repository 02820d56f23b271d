package dev.safe4j.spring.http;

import dev.safe4j.spring.Idempotent.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the filter works. Immutable.
 *
 * @param header in which the key is
 * @param strict whether the key has to be a String of RFC 9651, in double quotes
 * @param required whether a request on a route that is guarded by its path has to have a key
 * @param methods that are guarded on routes that are guarded by their paths
 * @param paths patterns of paths that are guarded
 * @param mode what is promised on routes that are guarded by their paths
 * @param within how long another is waited for
 * @param largestRequest the largest body of a request, in bytes
 * @param largestAnswer the largest answer that is kept, in bytes
 * @param replayedHeader the header that marks an answer as a replayed one
 * @param notKept headers of an answer that are not kept, besides those that never are
 * @param failsOpen whether requests are carried out unprotected while the store is down
 */
public record FilterSettings(
        String header,
        boolean strict,
        boolean required,
        List<String> methods,
        List<String> paths,
        Mode mode,
        Duration within,
        int largestRequest,
        int largestAnswer,
        String replayedHeader,
        List<String> notKept,
        boolean failsOpen) {

    /** What belongs to one exchange, one connection or one caller's session: never replayed. */
    private static final Set<String> NEVER_KEPT = Set.of(
            "set-cookie",
            "set-cookie2",
            "authorization",
            "www-authenticate",
            "proxy-authenticate",
            "proxy-authorization",
            "authentication-info",
            "proxy-authentication-info",
            "ratelimit",
            "ratelimit-policy",
            "date",
            "age",
            "server",
            "via",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "traceparent",
            "tracestate",
            "traceresponse",
            "baggage",
            "b3",
            "x-request-id",
            "x-correlation-id",
            "x-trace-id",
            "server-timing");

    /**
     * Copies the lists, and writes the methods in capitals, as requests have them.
     *
     * @throws IllegalArgumentException if a method is among those that only read
     */
    public FilterSettings {
        methods = methods.stream().map(each -> each.toUpperCase(Locale.ROOT)).toList();
        if (methods.stream().anyMatch(IdempotencyFilter.SAFE::contains)) {
            throw new IllegalArgumentException("safe4j.idempotency.http.methods is " + methods
                    + ": what only reads is never guarded. Leave out GET, HEAD, OPTIONS and TRACE.");
        }
        paths = List.copyOf(paths);
        notKept = List.copyOf(notKept);
    }

    /** The names, in lower case, of headers that are not kept. */
    Set<String> allNotKept() {
        return Stream.concat(NEVER_KEPT.stream(), notKept.stream().map(each -> each.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
