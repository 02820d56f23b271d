package dev.safe4j.spring.lock;

import dev.safe4j.spring.Locked;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the annotations that count for a call: the implementation's before the interface's. */
final class LockAnnotations {

    private LockAnnotations() {}

    static List<Locked> find(Method method, @Nullable Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        List<Locked> found = on(specific);
        return found.isEmpty() && !specific.equals(method) ? on(method) : found;
    }

    private static List<Locked> on(Method method) {
        return List.copyOf(
                AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Locked.class, Locked.All.class));
    }
}
