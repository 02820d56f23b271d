package dev.safe4j.spring.http;

import dev.safe4j.idempotency.ClaimedAttempt;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handler methods the attempt of their request, for a parameter of {@link ClaimedAttempt}; null if it has no key. */
public final class AttemptArgument implements HandlerMethodArgumentResolver {

    /** Makes the resolver. */
    public AttemptArgument() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ClaimedAttempt.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return request.getAttribute(ClaimedAttempt.class.getName(), RequestAttributes.SCOPE_REQUEST);
    }
}
