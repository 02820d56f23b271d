package dev.safe4j.shop.searched;

import dev.safe4j.shop.pages.PageTable;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Finding;
import dev.safe4j.test.interleavings.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** A finding's timeline as the pages show it: columns as wide as needed, and nothing that differs from run to run. */
final class PageTimeline {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private PageTimeline() {}

    /** Of a deadlock as far as the circle of waits. */
    static String of(Exploration found, boolean deadlocks) {
        Finding finding = Objects.requireNonNull(found.finding());
        Timeline timeline = Timeline.of(finding.played());
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            heads.add(timeline.columns().get(i) + ": " + timeline.frames().get(i));
        }
        PageTable table = new PageTable(heads);
        for (Timeline.Row row : deadlocks ? circle(timeline) : timeline.rows()) {
            table.row(String.valueOf(row.label()), row.column(), said(row));
        }
        return table + (deadlocks ? deadlock(finding) : end(finding));
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
}
