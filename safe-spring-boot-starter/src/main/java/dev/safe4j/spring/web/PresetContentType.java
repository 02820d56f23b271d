package dev.safe4j.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Takes back the content type that a handler has set before it failed, so that the problem can be written: Spring Framework 6 on Tomcat 10
 * keeps it, finds nothing that writes a problem as that, and answers by 500. Resolves nothing itself. Stateless.
 */
public final class PresetContentType implements HandlerExceptionResolver, Ordered {

    /** Makes the resolver. */
    public PresetContentType() {}

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        boolean isOurs = failure.getClass().getName().startsWith("dev.safe4j.");
        if (isOurs && !response.isCommitted()) {
            response.setContentType(null);
        }
        return null;
    }
}
