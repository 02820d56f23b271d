package dev.safe4j.test.interleavings;

import dev.safe4j.test.hint.Hint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes what was found as plain text: a column an actor, time downwards. */
final class Report {

    private static final int LINE = 132;
    private static final int LABEL = 5;
    private static final int NARROWEST = 20;
    private static final int LONGEST = 400;

    private Report() {}

    static String text(Summary told) {
        if (told.token() == null) {
            return told.verdict() + " " + told.what() + notes(told);
        }
        StringBuilder text = new StringBuilder(told.verdict() + ": " + told.what() + "\n" + told.where());
        Hint hint = told.hint();
        if (hint != null) {
            text.append("\nhint: ")
                    .append(hint)
                    .append("\nwhat helps here: ")
                    .append(hint.hazard().help());
        }
        text.append("\nreplay: ").append(told.token());
        if (told.timeline() != null) {
            text.append("\n\n").append(timeline(told.timeline(), told.ends()));
        }
        if (told.after() != null) {
            text.append("\nafter: ").append(cut(told.after()));
        }
        return text + notes(told);
    }

    private static String notes(Summary told) {
        return String.join(
                "", told.notes().stream().map(note -> "\nnote: " + note).toList());
    }

    /** One line of the table before it is wrapped: for each column what is done, and what came of it. */
    private record Line(String label, int column, String what, String result, String waits) {

        int width() {
            return Math.max(what.length() + result.length(), waits.length());
        }

        List<String> wrapped(int width) {
            List<String> lines = new ArrayList<>(wrap(what.isEmpty() ? result : what, width));
            if (what.isEmpty()) {
                return lines;
            }
            String last = lines.get(lines.size() - 1);
            if (last.length() + result.length() <= width) {
                lines.set(lines.size() - 1, last + result);
            } else {
                lines.addAll(wrap("   " + result, width));
            }
            if (!waits.isEmpty()) {
                lines.addAll(wrap(waits, width));
            }
            return lines;
        }
    }

    private static String timeline(Timeline timeline, List<String> ends) {
        List<Line> heads = new ArrayList<>();
        List<Line> ending = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            String frame = timeline.frames().get(i);
            heads.add(new Line("", i, timeline.columns().get(i) + (frame == null ? "" : "  " + frame), "", ""));
            ending.add(new Line("end", i, ends.get(i), "", ""));
        }
        List<Line> rows = timeline.rows().stream().map(Report::line).toList();
        int[] widths = widths(heads.size(), List.of(heads, rows, ending));
        StringBuilder text = new StringBuilder();
        write(text, heads, widths);
        write(text, widths);
        rows.forEach(row -> write(text, List.of(row), widths));
        write(text, widths);
        write(text, ending, widths);
        return text.toString().stripTrailing();
    }

    private static Line line(Timeline.Row row) {
        String result = row.result() == null ? " …" : (row.isEnd() ? "… → " : " → ") + cut(row.result());
        String waits = row.waitsFor() == null ? "" : "  " + row.waitsFor();
        return new Line(row.label(), row.column(), cut(row.what()), result, waits);
    }

    /** Each column as wide as it needs to be; if that is too much, the wide ones share what the others leave. */
    private static int[] widths(int columns, List<List<Line>> lines) {
        int[] widths = new int[columns];
        lines.forEach(some -> some.forEach(
                line -> widths[line.column()] = Math.max(widths[line.column()], Math.max(NARROWEST, line.width()))));
        int left = LINE - LABEL - 3 * columns;
        int[] ascending = widths.clone();
        Arrays.sort(ascending);
        int share = 0;
        for (int i = 0; i < columns; i++) {
            share = Math.max(NARROWEST, left / (columns - i));
            left -= Math.min(ascending[i], share);
        }
        for (int i = 0; i < columns; i++) {
            widths[i] = Math.min(widths[i], share);
        }
        return widths;
    }

    private static void write(StringBuilder text, int[] widths) {
        text.append("-".repeat(LABEL));
        for (int width : widths) {
            text.append('+').append("-".repeat(width + 2));
        }
        text.append('\n');
    }

    private static void write(StringBuilder text, List<Line> lines, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            cells.add(lines.stream()
                    .filter(line -> line.column() == column)
                    .findFirst()
                    .map(line -> line.wrapped(widths[column]))
                    .orElse(List.of()));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line =
                    new StringBuilder(pad(i == 0 ? " " + lines.get(0).label() : "", LABEL));
            for (int column = 0; column < widths.length; column++) {
                List<String> cell = cells.get(column);
                line.append("| ")
                        .append(pad(i < cell.size() ? cell.get(i) : "", widths[column]))
                        .append(' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** Long statements lose their middle: what they are about stands at both ends. */
    private static String cut(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " … " + text.substring(text.length() - LONGEST / 2);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String left = text;
        while (left.length() > width) {
            int cut = left.lastIndexOf(' ', width);
            int at = cut > width / 3 ? cut : width - (Character.isHighSurrogate(left.charAt(width - 1)) ? 1 : 0);
            lines.add(left.substring(0, at).stripTrailing());
            left = "    " + left.substring(at).strip();
        }
        lines.add(left);
        return lines;
    }
}
