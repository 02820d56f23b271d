package dev.safe4j.test.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses tests in a transaction of their own. The annotations are known by their names, so that they need not be there. */
final class TestTransactions {

    private static final Set<String> TRANSACTIONAL = Set.of(
            "org.springframework.transaction.annotation.Transactional",
            "jakarta.transaction.Transactional",
            "javax.transaction.Transactional");

    /** Propagation and TxType: no transaction is begun. */
    private static final Set<String> NONE = Set.of("NOT_SUPPORTED", "NEVER");

    private TestTransactions() {}

    /**
     * Checks the method, then its class, its superclasses and those around it: the first annotation decides, as with Spring.
     *
     * @throws IllegalStateException if it has a transaction
     */
    static void refuse(Method method, Class<?> test) {
        if (refuse(method, "the method " + method.getName())) {
            return;
        }
        for (Class<?> around = test; around != null; around = around.getEnclosingClass()) {
            for (Class<?> type = around; type != null && type != Object.class; type = type.getSuperclass()) {
                if (refuse(type, "the class " + type.getName())) {
                    return;
                }
            }
        }
    }

    private static boolean refuse(AnnotatedElement element, String what) {
        Annotation found = find(element, new HashSet<>());
        if (found == null) {
            return false;
        }
        if (!begins(found)) {
            return true;
        }
        throw new IllegalStateException(what + " is @Transactional ("
                + found.annotationType().getName()
                + "): a @RaceTest must not be. What the test writes stays uncommitted, so the"
                + " actors, which have transactions of their own, cannot see it, and may wait for its locks; and a rollback at"
                + " the end does not undo what they have committed. Take it away (or set propagation = NOT_SUPPORTED), and"
                + " bring the state back by given(…) or restoring(…)");
    }

    private static @Nullable Annotation find(AnnotatedElement element, Set<Class<?>> seen) {
        for (Annotation each : element.getDeclaredAnnotations()) {
            Class<? extends Annotation> type = each.annotationType();
            if (TRANSACTIONAL.contains(type.getName())) {
                return each;
            }
            if (!type.getName().startsWith("java.lang.annotation.") && seen.add(type)) {
                Annotation meta = find(type, seen);
                if (meta != null) {
                    return meta;
                }
            }
        }
        return null;
    }

    private static boolean begins(Annotation transactional) {
        boolean spring = transactional.annotationType().getName().startsWith("org.springframework.");
        try {
            Object kind = transactional
                    .annotationType()
                    .getMethod(spring ? "propagation" : "value")
                    .invoke(transactional);
            return !NONE.contains(String.valueOf(kind));
        } catch (ReflectiveOperationException otherVersion) {
            return true;
        }
    }
}
