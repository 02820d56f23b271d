package dev.safe4j.spring.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Says whose keys those of a request are, so that no caller is answered with another's answer: a bean of it replaces the default, which
 * is the name of the principal. Thread-safe.
 */
@FunctionalInterface
public interface RequestScope {

    /**
     * Returns whose keys they are.
     *
     * @param request as the filter sees it, after those that authenticate
     * @return a tenant, an account, a principal; taken from what the server knows, not from what the caller says about itself
     */
    String of(HttpServletRequest request);

    /**
     * Returns the default: each principal has keys of its own, and those without one share theirs.
     *
     * @return the scope by principal
     */
    static RequestScope principal() {
        return request -> {
            java.security.Principal principal = request.getUserPrincipal();
            return principal == null ? "anonymous" : "user:" + principal.getName();
        };
    }
}
