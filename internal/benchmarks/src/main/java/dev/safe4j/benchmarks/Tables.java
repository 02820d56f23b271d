package dev.safe4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows as Markdown tables, one for each variant, with their columns aligned for the terminal. */
final class Tables {

    private Tables() {}

    static String of(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (String variant :
                rows.stream().map(row -> row.key().variant()).distinct().toList()) {
            List<Row> own = rows.stream()
                    .filter(row -> row.key().variant().equals(variant))
                    .toList();
            text.append("\n### ").append(variant).append("\n\n").append(table(own));
        }
        return text.toString();
    }

    private static String table(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(with("subject", rows.get(0).figures().headings()));
        rows.forEach(row -> lines.add(cells(row)));
        int columns = lines.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElseThrow())
                .toArray();
        lines.add(
                1,
                IntStream.range(0, columns)
                        .mapToObj(i -> i == 0 ? "-".repeat(widths[i]) : "-".repeat(widths[i] - 1) + ":")
                        .toList());
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> String.format("%" + (i == 0 ? "-" : "") + widths[i] + "s", cells.get(i)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<String> cells(Row row) {
        return with(row.key().subject(), row.figures().cells(row));
    }

    private static List<String> with(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }
}
