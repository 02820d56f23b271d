package dev.safe4j.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The failures of a job, as text: a line for each attempt, and below the last one its stack. */
public final class JobHistory {

    /** The longest history, in characters: what is over is cut from the end of the stack. */
    public static final int LONGEST = 16_000;

    private static final String ENTRY = "attempt ";
    private static final int LONGEST_LINE = 500;
    private static final int MOST_LINES = 25;
    private static final Pattern BREAKS = Pattern.compile("\\R");

    private JobHistory() {}

    /**
     * Adds a failure.
     *
     * @param history the failures before
     * @param attempt which one failed
     * @param at when, by the store's clock
     * @param failure what it threw
     * @return the history with it
     */
    static String with(String history, int attempt, Instant at, Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        String entry = line(attempt, at, String.valueOf(failure));
        String text = lines(history) + entry + rest(stack.toString());
        // with its end of line, since the store may add a line
        return storable(text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "\n" : text);
    }

    /**
     * Returns the line for an attempt whose worker was not heard of again.
     *
     * @param attempt which one
     * @param at when its claim was found to have run out, by the store's clock
     * @param worker who had it
     * @return a line, to be added to the history
     */
    public static String lapsed(int attempt, Instant at, String worker) {
        return line(attempt, at, "its lease ran out; worker " + worker + " was not heard of again");
    }

    private static String line(int attempt, Instant at, String what) {
        String text = BREAKS.matcher(what).replaceAll(" ");
        return ENTRY + attempt + " at " + at.truncatedTo(ChronoUnit.MILLIS) + ": "
                + text.substring(0, Math.min(text.length(), LONGEST_LINE)) + "\n";
    }

    /** Only the last failure keeps its stack, and of very many attempts only the last ones are kept. */
    private static String lines(String history) {
        String[] entries =
                history.lines().filter(each -> each.startsWith(ENTRY)).toArray(String[]::new);
        StringBuilder kept = new StringBuilder();
        for (int i = Math.max(0, entries.length - MOST_LINES); i < entries.length; i++) {
            kept.append(entries[i]).append('\n');
        }
        return kept.toString();
    }

    /** The stack without its first line, and without what looks like the line of an attempt. */
    private static String rest(String stack) {
        return stack.lines()
                .skip(1)
                .map(each -> each.startsWith(ENTRY) ? "  " + each : each)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** No database takes a zero character or half a character in a text. */
    private static String storable(String text) {
        return text.codePoints()
                .map(each ->
                        each == 0 || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE) ? '?' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
