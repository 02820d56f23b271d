package dev.safe4j.spring.flight;

import dev.safe4j.spring.SingleFlight;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the annotation that counts for a call: the implementation's before the interface's. */
final class FlightAnnotations {

    private FlightAnnotations() {}

    static @Nullable SingleFlight find(Method method, @Nullable Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        SingleFlight found = AnnotatedElementUtils.findMergedAnnotation(specific, SingleFlight.class);
        return found != null || specific.equals(method)
                ? found
                : AnnotatedElementUtils.findMergedAnnotation(method, SingleFlight.class);
    }
}
