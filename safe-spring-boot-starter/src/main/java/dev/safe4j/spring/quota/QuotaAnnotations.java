package dev.safe4j.spring.quota;

import dev.safe4j.spring.Quota;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the annotations that count for a call: the implementation's before the interface's. */
final class QuotaAnnotations {

    private QuotaAnnotations() {}

    static List<Quota> find(Method method, @Nullable Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        List<Quota> found = on(specific);
        return found.isEmpty() && !specific.equals(method) ? on(method) : found;
    }

    private static List<Quota> on(Method method) {
        return List.copyOf(AnnotatedElementUtils.findMergedRepeatableAnnotations(method, Quota.class, Quota.All.class));
    }

    /** What they ask for, in the order written. */
    static List<QuotaRule> rules(Method method, Class<?> type, UnaryOperator<String> placeholders) {
        Method specific = AopUtils.getMostSpecificMethod(method, type);
        return find(method, type).stream()
                .map(each -> new QuotaRule(specific, each, placeholders))
                .toList();
    }
}
