package dev.safe4j.test.report;

import dev.safe4j.test.hint.Hint;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes Markdown. What comes from a run stands in code spans, or is escaped. */
final class Markdown {

    private static final int LONGEST = 400;

    private Markdown() {}

    static String page(Summary told) {
        StringBuilder text = new StringBuilder();
        if (told.token() == null) {
            text.append("**").append(told.verdict()).append("** ").append(plain(told.what()));
        } else {
            text.append("**").append(told.verdict()).append(":** ").append(plain(told.what()));
            text.append("\n\n").append(plain(told.where()));
        }
        String timeline = timeline(told);
        if (!timeline.isEmpty()) {
            text.append("\n\n").append(timeline);
        }
        if (told.after() != null) {
            text.append("\n\nAfter: ").append(plain(told.after()));
        }
        text.append(hint(told.hint()));
        if (told.token() != null) {
            text.append("\n\nReplay: ").append(code(told.token()));
        }
        text.append(outcomes(told.outcomes()));
        told.notes().forEach(note -> text.append("\n\nNote: ").append(plain(note)));
        return text.append('\n').toString();
    }

    private static String hint(@Nullable Hint hint) {
        return hint == null
                ? ""
                : "\n\nHint: **" + hint.hazard().title() + "**: " + plain(hint.why()) + " (see `"
                        + hint.hazard().page() + "`).\\\nWhat helps here: "
                        + plain(hint.hazard().help()) + ".";
    }

    private static String outcomes(Map<String, Integer> outcomes) {
        StringBuilder table = new StringBuilder(outcomes.isEmpty() ? "" : "\n\n| orders | ended so |\n|--:|---|");
        outcomes.forEach((end, count) -> table.append("\n| ")
                .append(count)
                .append(" | ")
                .append(plain(end))
                .append(" |"));
        return table.toString();
    }

    static String timeline(Summary told) {
        Timeline timeline = told.timeline();
        if (timeline == null) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            String frame = timeline.frames().get(i);
            heads.add(plain(timeline.columns().get(i)) + (frame == null ? "" : " " + code(frame)));
        }
        lines.add("| | " + String.join(" | ", heads) + " |");
        lines.add("|--:|" + "---|".repeat(heads.size()));
        timeline.rows().forEach(row -> lines.add(row(row, heads.size())));
        lines.add("| end | "
                + String.join(" | ", told.ends().stream().map(Markdown::plain).toList()) + " |");
        return String.join("\n", lines);
    }

    private static String row(Timeline.Row row, int columns) {
        StringBuilder line = new StringBuilder("| " + row.label() + " |");
        for (int i = 0; i < columns; i++) {
            line.append(i == row.column() ? " " + cell(row) + " |" : " |");
        }
        return line.toString();
    }

    private static String cell(Timeline.Row row) {
        String what = row.isEnd() ? "…" : code(row.what());
        if (row.waitsFor() != null) {
            return what + " *" + plain(row.waitsFor()) + "*";
        }
        String result = row.result();
        if (result == null) {
            return what;
        }
        boolean plain = result.equals("ok") || result.matches("\\d+ rows?");
        return what + " → " + (plain ? result : row.isFault() ? "**" + code(result) + "**" : code(result));
    }

    /** A code span, with a fence that is longer than any in the text. */
    private static String code(String text) {
        String cut = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " … " + text.substring(text.length() - LONGEST / 2);
        int longest = 0;
        int run = 0;
        for (int i = 0; i < cut.length(); i++) {
            run = cut.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        String space = longest > 0 || cut.isBlank() ? " " : "";
        return fence + space + cut.replace("|", "\\|") + space + fence;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\\\`*_\\[\\]<#|&~]", "\\\\$0").replace("\n", "<br>");
    }
}
