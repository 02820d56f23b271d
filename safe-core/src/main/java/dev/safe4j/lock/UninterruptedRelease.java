package dev.safe4j.lock;

import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import java.util.List;

/**
 * A release that an interrupt does not keep from the store: drivers and pools refuse to work for an interrupted thread, and give up for
 * one that is interrupted meanwhile, for which it is then tried again. The flag stays.
 */
final class UninterruptedRelease {

    /** Against a thread that is interrupted each time. */
    private static final int MOST_TRIES = 10;

    private UninterruptedRelease() {}

    static List<Released> of(LockStore store, List<Release> releases) {
        boolean interrupted = Thread.interrupted();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    List<Released> answers = store.release(releases);
                    return tries == 1 ? answers : afterOthers(answers);
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

    /** What is not the owner's any more, a try before has released. */
    private static List<Released> afterOthers(List<Released> answers) {
        return answers.stream()
                .map(each -> each == Released.LOST ? Released.FREED : each)
                .toList();
    }
}
