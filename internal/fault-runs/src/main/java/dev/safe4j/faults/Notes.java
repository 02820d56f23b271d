package dev.safe4j.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The steps of all workers of a run, from the lines of their journals. Thread-safe. */
final class Notes {

    private static final Path FOLDER = Path.of("target", "histories");

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

    /** Writes all of it to a file of its own, for whoever has to find out why it cannot be explained. */
    Path written() {
        List<String> lines = steps.values().stream()
                .sorted(Comparator.comparingLong(Step::call))
                .map(step -> step.beginning() + " " + step.end())
                .toList();
        try {
            return Files.write(Files.createTempFile(Files.createDirectories(FOLDER), "history-", ".txt"), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException("the history could not be written", failure);
        }
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
