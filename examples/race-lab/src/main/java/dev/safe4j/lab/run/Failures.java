package dev.safe4j.lab.run;

import java.util.LinkedHashSet;
import java.util.Set;

/** What went wrong, for people. */
public final class Failures {

    private static final int DEEPEST = 10;

    private Failures() {}

    /** What was thrown, and what caused it, as far as that says more. */
    public static String said(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        int depth = 0;
        for (Throwable each = failure; each != null && depth < DEEPEST; each = each.getCause(), depth++) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : firstLine(each.getMessage());
            if (said.stream().noneMatch(before -> before.contains(message))) {
                said.add(message);
            }
        }
        return String.join(": ", said);
    }

    private static String firstLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
