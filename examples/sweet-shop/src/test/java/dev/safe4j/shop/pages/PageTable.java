package dev.safe4j.shop.pages;

import java.util.ArrayList;
import java.util.List;

/** A timeline as the pages show it: a column for each caller, as wide as needed. */
public final class PageTable {

    private static final int WIDEST = 118;

    private record Row(String label, List<List<String>> cells) {}

    private final List<Row> rows = new ArrayList<>();
    private final int columns;

    public PageTable(List<String> heads) {
        this.columns = heads.size();
        rows.add(new Row("time", heads.stream().map(this::wrapped).toList()));
    }

    /** Adds what the caller of a column does; of the other columns, nothing. */
    public PageTable row(String label, int column, String text) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            cells.add(i == column ? wrapped(text) : List.of());
        }
        rows.add(new Row(String.format("%3s", label), cells));
        return this;
    }

    private List<String> wrapped(String text) {
        int widest = WIDEST / columns;
        List<String> lines = new ArrayList<>();
        String left = text;
        while (left.length() > widest) {
            int cut = left.lastIndexOf(' ', widest);
            lines.add(left.substring(0, cut));
            left = "    " + left.substring(cut).strip();
        }
        lines.add(left);
        return lines;
    }

    @Override
    public String toString() {
        int[] widths = new int[columns];
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
        return text.append(rule).append('\n').toString();
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
