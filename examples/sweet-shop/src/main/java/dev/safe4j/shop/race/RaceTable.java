package dev.safe4j.shop.race;

import dev.safe4j.shop.Form;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as plain text, at most 120 columns wide. */
public final class RaceTable {

    private static final int ENDING_WIDTH = 64;
    private static final int ANSWERS_WIDTH = 24;
    private static final String LINE = "  %-6s  %-6s  %-" + ENDING_WIDTH + "s  %-" + ANSWERS_WIDTH + "s  %7s";

    private RaceTable() {}

    public static String of(List<HazardResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(line("form", "", "ended with", "answers", "req/s"));
        for (HazardResult result : results) {
            lines.add("");
            lines.add(result.slug() + ": " + result.title());
            lines.add("  " + result.scene() + "; " + result.attempted() + " requests to each form");
            for (Form form : Form.values()) {
                addForm(lines, form, result.of(form));
            }
        }
        lines.add("");
        lines.add(verdict(results));
        return String.join(System.lineSeparator(), lines);
    }

    private static void addForm(List<String> lines, Form form, FormResult result) {
        List<String> ending = wrapped(ending(result), "; ", ENDING_WIDTH);
        List<String> answers = wrapped(answers(result), " ", ANSWERS_WIDTH);
        for (int i = 0; i < Math.max(ending.size(), answers.size()); i++) {
            boolean first = i == 0;
            lines.add(line(
                    first ? form.label() : "",
                    first ? word(form, result) : "",
                    i < ending.size() ? ending.get(i) : "",
                    i < answers.size() ? answers.get(i) : "",
                    first ? String.format(Locale.ROOT, "%,d", result.requestsPerSecond()) : ""));
        }
    }

    private static String line(Object... cells) {
        return String.format(LINE, cells).stripTrailing();
    }

    /** In one word how a form ended: an unsafe form whose race was not seen has held, this time. */
    static String word(Form form, FormResult result) {
        String right = form == Form.SAFE ? "exact" : "held";
        return result.exact() ? right : "BROKEN";
    }

    private static List<String> ending(FormResult result) {
        List<String> phrases = new ArrayList<>();
        result.endState().forEach((name, actual) -> {
            BigDecimal expected = result.expected().getOrDefault(name, actual);
            phrases.add(new Figure(name, actual, expected).toString());
        });
        boolean visible = result.expected().entrySet().stream()
                .anyMatch(each -> each.getValue().compareTo(result.endState().get(each.getKey())) != 0);
        if (result.wrongRounds() > 0 && !visible) {
            phrases.add("wrong in " + result.wrongRounds() + " rounds, which cancel out");
        }
        return phrases;
    }

    private static List<String> answers(FormResult result) {
        return result.statuses().entrySet().stream()
                .map(status -> status.getValue() + "x" + status.getKey())
                .toList();
    }

    private static List<String> wrapped(List<String> phrases, String separator, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String phrase : phrases) {
            if (line.length() > 0 && line.length() + separator.length() + phrase.length() > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? separator : "").append(phrase);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String verdict(List<HazardResult> results) {
        long broken =
                results.stream().filter(result -> !result.unsafe().exact()).count();
        long exact = results.stream().filter(result -> result.safe().exact()).count();
        return "Of " + results.size() + " hazards, " + broken + " broke the unsafe form; the safe form was exact in "
                + exact + ".";
    }
}
