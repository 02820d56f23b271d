package dev.safe4j.spring.idempotency;

import dev.safe4j.spring.Idempotent;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the annotation that counts for a call: the implementation's before the interface's. */
final class IdempotentAnnotations {

    private IdempotentAnnotations() {}

    static @Nullable Idempotent find(Method method, @Nullable Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        Idempotent found = AnnotatedElementUtils.findMergedAnnotation(specific, Idempotent.class);
        return found != null || specific.equals(method)
                ? found
                : AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
    }
}
