package dev.safe4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows as Markdown tables, one for each variant, with their columns aligned for the terminal. */
final class Tables {

    private static final List<String> LOAD =
            List.of("subject", "ops/s median (min–max)", "p50 ms", "p99 ms", "statements", "retries", "ratio");
    private static final List<String> COST =
            List.of("subject", "ns median (min–max)", "bytes", "above JdbcTemplate: ns", "bytes", "ratio");

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
        lines.add(rows.get(0).cost() == null ? LOAD : COST);
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
        Row.Cost cost = row.cost();
        Row.Load load = row.load();
        String subject = row.key().subject();
        if (cost != null) {
            return List.of(
                    subject,
                    spread(cost.nanos()),
                    whole(cost.bytes()),
                    whole(cost.nanosAbove()),
                    whole(cost.bytesAbove()),
                    two(row.ratio()));
        }
        if (load == null) {
            throw new IllegalArgumentException("the row of '" + subject + "' has neither load nor cost.");
        }
        return List.of(
                subject,
                spread(row.perSecond()),
                millis(load.p50Millis()),
                millis(load.p99Millis()),
                two(load.statements()),
                two(load.retries()),
                two(row.ratio()));
    }

    private static String spread(Spread spread) {
        return whole(spread.median()) + " (" + whole(spread.min()) + "–" + whole(spread.max()) + ")";
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String two(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }

    private static String millis(double figure) {
        return String.format(Locale.ROOT, figure < 1 ? "%.3f" : figure < 10 ? "%.2f" : "%.1f", figure);
    }
}
