package dev.safe4j.spring.boundary;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** The annotated methods of a class, and which of them no proxy can intercept. */
final class Interception {

    private Interception() {}

    /** The methods that a class declares and inherits, those of Object left out. */
    static List<Method> methods(Class<?> type) {
        List<Method> found = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            Stream.of(each.getDeclaredMethods())
                    .filter(method -> !method.isSynthetic())
                    .forEach(found::add);
        }
        return found;
    }

    static boolean isAnnotated(Class<?> type, Boundary boundary) {
        return methods(type).stream().anyMatch(method -> boundary.marks(method) || boundary.marksDirectly(method));
    }

    /** What is wrong with the methods as they are declared. */
    static List<Finding> impossible(Class<?> type, Boundary boundary, boolean classProxies) {
        boolean bySubclass = classProxies || ClassUtils.getAllInterfacesForClass(type).length == 0;
        return methods(type).stream()
                .map(method -> impossible(type, method, boundary, bySubclass))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static @Nullable Finding impossible(Class<?> type, Method method, Boundary boundary, boolean bySubclass) {
        int modifiers = method.getModifiers();
        boolean direct = boundary.marksDirectly(method);
        if (direct && Modifier.isPrivate(modifiers)) {
            return finding(method, boundary, "is private", "Make it public, or move it to another bean.");
        }
        if (direct && Modifier.isStatic(modifiers)) {
            return finding(method, boundary, "is static", "Make it a method of the bean.");
        }
        if (!boundary.marks(method) || !bySubclass) {
            return null;
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return finding(method, boundary, "is in a final class", "Remove final from " + type.getSimpleName() + ".");
        }
        return Modifier.isFinal(modifiers) ? finding(method, boundary, "is final", "Remove final.") : null;
    }

    /** Which annotated methods of a class are not in the interfaces by which its bean is proxied. */
    static List<Finding> hiddenBy(Class<?>[] interfaces, Class<?> type, Boundary boundary) {
        List<Method> exposed = Arrays.stream(interfaces)
                .flatMap(each -> Stream.of(each.getMethods()))
                .map(method -> AopUtils.getMostSpecificMethod(method, type))
                .toList();
        return methods(type).stream()
                .filter(method -> boundary.marksDirectly(method) && boundary.marks(method))
                .filter(method -> AopUtils.getMostSpecificMethod(method, type).equals(method))
                .filter(method -> !exposed.contains(method))
                .map(method -> finding(
                        method,
                        boundary,
                        "is in none of the interfaces by which the bean is proxied",
                        "Add it to an interface, or proxy by class (spring.aop.proxy-target-class=true)."))
                .toList();
    }

    private static Finding finding(Method method, Boundary boundary, String reason, String action) {
        String name = method.getDeclaringClass().getName() + "." + method.getName() + "()";
        return new Finding(
                name + " is annotated " + boundary.label() + " and " + reason
                        + ": no proxy can intercept it, so the annotation would be without effect.",
                action);
    }
}
