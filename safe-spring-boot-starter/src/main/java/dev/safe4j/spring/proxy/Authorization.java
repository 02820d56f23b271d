package dev.safe4j.spring.proxy;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Annotations by which it is asked who may call a method: what lies around them answers without their being asked. Stateless. */
public final class Authorization {

    /** By name: they may not be on the class path. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "org.springframework.security.access.prepost.PreAuthorize",
            "org.springframework.security.access.prepost.PostAuthorize",
            "org.springframework.security.access.prepost.PreFilter",
            "org.springframework.security.access.prepost.PostFilter",
            "org.springframework.security.access.annotation.Secured",
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.DenyAll");

    private Authorization() {}

    /**
     * Refuses a method that carries one, or whose class does.
     *
     * @param method the method
     * @param type the class of the bean, which may inherit the method
     * @param consequence what would become of the question, and what to do: the end of a sentence that begins with the annotation
     * @throws IllegalArgumentException if there is one
     */
    public static void requireNone(Method method, Class<?> type, String consequence) {
        Stream.of(method, method.getDeclaringClass(), type).forEach(each -> requireNone(each, consequence));
    }

    private static void requireNone(AnnotatedElement element, String consequence) {
        MergedAnnotations all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
        ANNOTATIONS.stream().filter(all::isPresent).findFirst().ifPresent(found -> {
            throw new IllegalArgumentException("@" + found.substring(found.lastIndexOf('.') + 1) + " " + consequence);
        });
    }
}
