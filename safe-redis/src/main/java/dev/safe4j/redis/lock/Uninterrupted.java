package dev.safe4j.redis.lock;

import java.util.function.Supplier;

/**
 * Steps that an interrupt must not keep from Redis: clients give up for a thread that is interrupted, or is so meanwhile, and what they had
 * not sent yet is never sent. Then it is sent again, so a step has to stand that. The flag stays.
 */
final class Uninterrupted {

    /** Against a thread that is interrupted each time. */
    private static final int MOST_TRIES = 10;

    private Uninterrupted() {}

    static <T> T call(Supplier<T> step) {
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
