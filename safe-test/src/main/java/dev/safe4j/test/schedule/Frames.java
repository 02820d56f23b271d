package dev.safe4j.test.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the method of the service that sent a statement or a command. */
public final class Frames {

    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "org.springframework.",
            "org.hibernate.",
            "com.zaxxer.",
            "org.jooq.",
            "org.postgresql.",
            "org.mariadb.",
            "com.mysql.",
            "org.h2.",
            "org.redisson.",
            "io.lettuce.",
            "org.junit.",
            "net.bytebuddy.",
            "io.github.resilience4j.",
            "dev.safe4j.test.",
            "dev.safe4j.jdbc.",
            "dev.safe4j.retry.",
            "dev.safe4j.spring.",
            "dev.safe4j.redis.");

    private Frames() {}

    /**
     * Looks at the calling thread's stack.
     *
     * @return class and method of the innermost frame outside of libraries; null if there is none
     */
    public static @Nullable String ofTheService() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(Frames::isOfTheService)
                        .findFirst()
                        .map(Frames::name)
                        .orElse(null));
    }

    private static boolean isOfTheService(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        boolean test = type.endsWith("Test") || type.contains("Test$");
        return !type.contains("$$")
                && !type.contains("$Proxy")
                && (test || LIBRARIES.stream().noneMatch(type::startsWith));
    }

    private static String name(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        String method = frame.getMethodName();
        // lambda$purchase$3 is a part of purchase
        String[] parts = method.split("\\$", -1);
        String shown = method.startsWith("lambda$") && parts.length > 1 ? parts[1] : method;
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1) + "." + shown;
    }
}
