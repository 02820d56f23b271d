package dev.safe4j.spring.http;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The container's response, hidden from the container: after a forward Tomcat 11 looks for its own beneath all wrappers and ends it, so
 * that what is held back could not be sent any more. Stateless.
 */
final class HiddenResponse {

    private HiddenResponse() {}

    static HttpServletResponse of(HttpServletResponse response) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> invoke(response, method, arguments));
    }

    private static @Nullable Object invoke(HttpServletResponse response, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(response, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
