package dev.safe4j.spring.background;

import java.util.List;

/**
 * {@code @Async} methods return nothing, so that nobody can see what they throw, and there is no handler for it but the default one. Thrown
 * at start, if that is asked for.
 *
 * @see "docs/patterns/swallowed-error.md"
 */
public final class AsyncHandlerMissingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> methods;

    AsyncHandlerMissingException(List<String> methods) {
        super(String.join(", ", methods) + (methods.size() == 1 ? " is" : " are")
                + " @Async and void, and there is no AsyncUncaughtExceptionHandler but Spring's default: what is thrown there"
                + " is logged, and nobody is told.");
        this.methods = List.copyOf(methods);
    }

    /**
     * Returns the methods.
     *
     * @return their names with those of their classes
     */
    public List<String> methods() {
        return methods;
    }
}
