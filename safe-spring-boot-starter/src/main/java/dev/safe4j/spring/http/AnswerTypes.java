package dev.safe4j.spring.http;

import dev.safe4j.spring.proxy.LaterResults;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Which handlers have their answer when they return. Stateless. */
final class AnswerTypes {

    private static final List<Class<?>> LATER = List.of(
            Callable.class,
            DeferredResult.class,
            WebAsyncTask.class,
            ResponseBodyEmitter.class,
            StreamingResponseBody.class);

    private AnswerTypes() {}

    /** @throws IllegalArgumentException if the answer of the handler comes later */
    static void requireAtReturn(HandlerMethod handler) {
        ResolvableType returned = ResolvableType.forMethodParameter(handler.getReturnType());
        ResolvableType body = HttpEntity.class.isAssignableFrom(returned.toClass())
                ? returned.as(HttpEntity.class).getGeneric()
                : returned;
        if (isLater(returned.toClass()) || isLater(body.toClass())) {
            throw new IllegalArgumentException(
                    "in the same-transaction mode the answer is there when the handler returns," + " and " + returned
                            + " comes after the transaction: return the answer itself, or use the lease mode.");
        }
    }

    private static boolean isLater(Class<?> type) {
        return LaterResults.isLater(type) || LATER.stream().anyMatch(each -> each.isAssignableFrom(type));
    }
}
