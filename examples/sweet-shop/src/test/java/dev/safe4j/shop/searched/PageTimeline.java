package dev.safe4j.shop.searched;

import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Finding;
import dev.safe4j.test.interleavings.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** A finding's timeline as the pages show it: columns as wide as needed, and nothing that differs from run to run. */
final class PageTimeline {

    private static final int WIDEST = 59;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private record Row(String label, List<List<String>> cells) {}

    private PageTimeline() {}

    /** Of a deadlock as far as the circle of waits. */
    static String of(Exploration found, boolean deadlocks) {
        Finding finding = Objects.requireNonNull(found.finding());
        List<Row> rows = rows(Timeline.of(finding.played()), deadlocks);
        int[] widths = new int[rows.get(0).cells().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .flatMap(row -> row.cells().get(column).stream())
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
        StringBuilder rule = new StringBuilder("-----");
        for (int width : widths) {
            rule.append("+").append("-".repeat(width + 2));
        }
        StringBuilder text = new StringBuilder();
        write(text, rows.get(0), widths);
        text.append(rule).append('\n');
        rows.stream().skip(1).forEach(row -> write(text, row, widths));
        return text.append(rule)
                .append('\n')
                .append(deadlocks ? deadlock(finding) : end(finding))
                .toString();
    }

    private static List<Row> rows(Timeline timeline, boolean deadlocks) {
        List<Row> rows = new ArrayList<>();
        List<List<String>> heads = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            heads.add(
                    wrapped(timeline.columns().get(i) + ": " + timeline.frames().get(i)));
        }
        rows.add(new Row("time", heads));
        for (Timeline.Row row : deadlocks ? circle(timeline) : timeline.rows()) {
            List<List<String>> cells = new ArrayList<>();
            for (int i = 0; i < timeline.columns().size(); i++) {
                cells.add(i == row.column() ? wrapped(said(row)) : List.of());
            }
            rows.add(new Row(String.format("%3s", row.label()), cells));
        }
        return rows;
    }

    /**
     * The rows until somebody goes on. The last of them closes the circle: it waits, even if the server had found the deadlock
     * before it could be seen to wait.
     */
    private static List<Timeline.Row> circle(Timeline timeline) {
        List<Timeline.Row> rows = new ArrayList<>(
                timeline.rows().stream().takeWhile(row -> !row.isEnd()).toList());
        Timeline.Row last = rows.remove(rows.size() - 1);
        String other = timeline.columns().get(1 - last.column());
        rows.add(new Timeline.Row(last.number(), false, last.column(), last.what(), null, "waits for " + other, false));
        return rows;
    }

    private static String said(Timeline.Row row) {
        if (row.waitsFor() != null) {
            return stable(row.what()) + ": " + row.waitsFor();
        }
        if (row.isEnd()) {
            return "  → " + stable(row.result());
        }
        return stable(row.what()) + ("ok".equals(row.result()) ? "" : " → " + stable(row.result()));
    }

    /** Without generated keys, and without PostgreSQL's name for a column that has none. */
    private static String stable(Object text) {
        return UUID.matcher(String.valueOf(text)).replaceAll("…").replace("?column?=", "");
    }

    private static String end(Finding finding) {
        Throwable cause = finding.cause();
        String broken = cause instanceof AssertionError ? cause.getMessage() : finding.what();
        return "end  | " + broken + "\n     | " + finding.outcomes() + "\n";
    }

    private static String deadlock(Finding finding) {
        return "end  | " + finding.what().replaceFirst("^.* failed with", "one of the two fails with")
                + ", the other one goes on\n";
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        String left = text;
        while (left.length() > WIDEST) {
            int cut = left.lastIndexOf(' ', WIDEST);
            lines.add(left.substring(0, cut));
            left = "    " + left.substring(cut).strip();
        }
        lines.add(left);
        return lines;
    }

    private static void write(StringBuilder text, Row row, int[] widths) {
        int height = row.cells().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder(String.format("%-5s", i == 0 ? row.label() : ""));
            for (int column = 0; column < widths.length; column++) {
                List<String> cell = row.cells().get(column);
                line.append(String.format("| %-" + widths[column] + "s ", i < cell.size() ? cell.get(i) : ""));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
