package dev.safe4j.spring.retry;

import dev.safe4j.spring.RetryOnConflict;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the annotation that counts for a call: the method's own before its class's, the implementation's before the interface's. */
final class RetryAnnotations {

    private RetryAnnotations() {}

    static @Nullable RetryOnConflict find(Method method, @Nullable Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        RetryOnConflict found = on(specific);
        return found != null || specific.equals(method) ? found : on(method);
    }

    private static @Nullable RetryOnConflict on(Method method) {
        RetryOnConflict found = AnnotatedElementUtils.findMergedAnnotation(method, RetryOnConflict.class);
        return found != null
                ? found
                : AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), RetryOnConflict.class);
    }
}
