package dev.safe4j.spring.http;

import dev.safe4j.idempotency.Claim;
import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.OwnedClaim;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.spring.web.RefusedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Carries out a request under a key once, and answers its repetitions. After Spring Security, so that the caller is known. */
final class IdempotencyFilter extends OncePerRequestFilter implements Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final int AFTER_SECURITY = -50;
    static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String EXCHANGE = Exchange.class.getName();
    private static final String ATTEMPT = ClaimedAttempt.class.getName();

    private final Idempotency idempotency;
    private final FilterSettings settings;
    private final List<Routes> routes;
    private final RequestScope scope;
    private final KeyHeader header;
    private final Repetitions repetitions;

    IdempotencyFilter(Idempotency idempotency, FilterSettings settings, List<Routes> routes, RequestScope scope) {
        this.idempotency = idempotency;
        this.settings = settings;
        this.routes = List.copyOf(routes);
        this.scope = scope;
        this.header = new KeyHeader(settings.strict());
        this.repetitions = new Repetitions(settings);
    }

    @Override
    public int getOrder() {
        return AFTER_SECURITY;
    }

    /** The result of asynchronous processing comes by an asynchronous dispatch: it is what has to be recorded. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAsyncDispatch(request)) {
            if (request.getAttribute(EXCHANGE) instanceof Exchange exchange) {
                exchange.requireWhole();
                carryOn(exchange, request, response, chain);
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        Route route = SAFE.contains(request.getMethod()) ? null : find(request);
        if (route == null) {
            chain.doFilter(request, response);
        } else {
            guard(route, request, response, chain);
        }
    }

    private @Nullable Route find(HttpServletRequest request) {
        for (Routes each : routes) {
            Route found = each.find(request);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void guard(Route route, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key;
        try {
            key = header.read(Collections.list(request.getHeaders(settings.header())));
        } catch (MalformedKeyException malformed) {
            refuse(
                    response,
                    RefusedRequest.KEY_MALFORMED,
                    "The " + settings.header() + " is malformed: " + malformed.getMessage() + " Nothing was done.");
            return;
        }
        if (key == null) {
            if (route.required()) {
                refuse(
                        response,
                        RefusedRequest.KEY_MISSING,
                        "This needs a key in the header " + settings.header() + ". Nothing was done.");
            } else {
                chain.doFilter(request, response);
            }
        } else if (isMultipart(request)) {
            refuse(response, RefusedRequest.UNSUPPORTED, RefusedRequest.UNSUPPORTED.detail());
        } else {
            claim(route, key, request, response, chain);
        }
    }

    private static void refuse(HttpServletResponse response, RefusedRequest refused, String detail) throws IOException {
        ProblemWriter.write(response, refused, detail, null);
    }

    /** The container parses its parts itself, from a body that would be read already. */
    private static boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private void claim(
            Route route, String key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        GuardedRequest guarded = GuardedRequest.read(request, settings.largestRequest());
        if (guarded == null) {
            refuse(
                    response,
                    RefusedRequest.TOO_LARGE,
                    "The body of a request with a key has at most " + settings.largestRequest()
                            + " bytes here. Nothing was done.");
            return;
        }
        IdempotentOperation<StoredAnswer> operation = route.applyTo(idempotency
                        .<StoredAnswer>operation(route.operation(), StoredAnswer.class)
                        .within(settings.within()))
                .scope(Route.shortened(scope.of(request), RequestId.LONGEST_SCOPE))
                .key(key)
                .fingerprint(guarded.fingerprint());
        if (route.isSameTransaction()) {
            Execution<StoredAnswer> found =
                    new TransactionalExchange(settings, response).carryOut(operation, guarded, chain);
            if (found != null) {
                repetitions.answer(found, response);
            }
        } else {
            underLease(operation, guarded, response, chain);
        }
    }

    private void underLease(
            IdempotentOperation<StoredAnswer> operation,
            GuardedRequest guarded,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        Claim claim;
        try {
            claim = operation.claim();
        } catch (RuntimeException down) {
            unavailable(down, guarded, response, chain);
            return;
        }
        if (claim instanceof OwnedClaim owned) {
            Exchange exchange = new Exchange(owned, settings, response);
            guarded.exchange(exchange);
            guarded.setAttribute(EXCHANGE, exchange);
            guarded.setAttribute(ATTEMPT, owned);
            carryOn(exchange, guarded, exchange.response(), chain);
        } else {
            repetitions.answer(claim, response);
        }
    }

    private void unavailable(
            RuntimeException down, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (settings.failsOpen()) {
            LOG.error("Keys cannot be looked up; a request is carried out without the protection of its key.", down);
            chain.doFilter(request, response);
        } else {
            LOG.error("Keys cannot be looked up; a request was refused by 503.", down);
            ProblemWriter.write(response, RefusedRequest.UNAVAILABLE, RefusedRequest.UNAVAILABLE.detail(), "1");
        }
    }

    private static void carryOn(
            Exchange exchange, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (Throwable failure) {
            if (!exchange.failed(failure)) {
                throw failure;
            }
            return;
        }
        if (!request.isAsyncStarted()) {
            exchange.finish();
        }
    }
}
