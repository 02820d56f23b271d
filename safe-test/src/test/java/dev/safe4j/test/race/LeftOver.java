package dev.safe4j.test.race;

import java.util.List;

/** The threads that a race has left behind. */
final class LeftOver {

    private LeftOver() {}

    static List<Thread> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }
}
