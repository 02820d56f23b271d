package dev.safe4j.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The steps of all workers of a run, from the lines of their journals. Thread-safe. */
final class Notes {

    private final Map<String, Step> steps = new ConcurrentHashMap<>();

    /** Takes a line, if it is one of a journal. */
    boolean take(String line) {
        if (line.startsWith("+ ")) {
            Step begun = Step.fromBeginning(line);
            steps.put(begun.id(), begun);
            return true;
        }
        if (line.startsWith("- ")) {
            steps.computeIfPresent(line.split(" ", -1)[1], (id, begun) -> begun.withEnd(line));
            return true;
        }
        return false;
    }

    List<Step> steps() {
        return List.copyOf(steps.values());
    }

    Stream<Step> those(Predicate<Step> which) {
        return steps.values().stream().filter(which);
    }

    long count(Predicate<Step> which) {
        return those(which).count();
    }
}
