package dev.safe4j.lease;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps that an interrupt must not keep from a store: clients and pools give up for a thread that is interrupted, or is so meanwhile, and what
 * they had not sent yet is never sent. Then it is sent again, so a step has to stand that. The flag stays. Thread-safe.
 */
public final class Uninterrupted {

    /** Against a thread that is interrupted each time. */
    private static final int MOST_TRIES = 10;

    private Uninterrupted() {}

    /**
     * Takes a step with the flag set aside.
     *
     * @param step the step, which can be taken again
     * @param <T> what it returns
     * @return its result
     * @throws RuntimeException if it fails on a thread that is not interrupted meanwhile, or each of ten times
     */
    public static <T extends @Nullable Object> T call(Supplier<T> step) {
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return step.get();
                } catch (RuntimeException failure) {
                    boolean now = Thread.interrupted();
                    interrupted |= now;
                    if (!now || tries == MOST_TRIES) {
                        throw failure;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
