package dev.safe4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a picture of a case shows: the ratios of its tables. Immutable.
 *
 * @param name of the case
 * @param panels one for each table that has ratios
 */
record Chart(String name, List<Panel> panels) {

    /**
     * One table.
     *
     * @param variant under which circumstances
     * @param bars in the order of the table; the ratios are to the first
     */
    record Panel(String variant, List<Bar> bars) {}

    /**
     * One row.
     *
     * @param subject who did it
     * @param ratio how long the bar is
     * @param figure what was measured, with its unit
     */
    record Bar(String subject, double ratio, String figure) {}

    private static final String HEADING = "### ";

    /** Reads the tables of a section as {@link Tables} writes them, so that a page can be drawn without being measured again. */
    static Chart read(String name, String section) {
        List<Panel> panels = new ArrayList<>();
        String variant = "";
        List<List<String>> table = new ArrayList<>();
        for (String line : (section + "\n" + HEADING).lines().toList()) {
            if (line.startsWith("|")) {
                table.add(cells(line));
            } else if (line.startsWith(HEADING.strip())) {
                panels.addAll(panel(variant, table));
                table.clear();
                variant = line.substring(HEADING.strip().length()).strip();
            }
        }
        return new Chart(name, List.copyOf(panels));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    /** None, if the table has no ratios. */
    private static List<Panel> panel(String variant, List<List<String>> table) {
        int ratio = table.isEmpty() ? -1 : table.get(0).indexOf("ratio");
        if (ratio < 0) {
            return List.of();
        }
        String unit = table.get(0).get(1).replaceFirst(" median.*", "");
        return List.of(new Panel(
                variant,
                table.stream()
                        .skip(2) // the headings, and the line below them
                        .map(row -> new Bar(
                                row.get(0),
                                Double.parseDouble(row.get(ratio)),
                                row.get(1).replaceFirst(" \\(.*", "") + " " + unit))
                        .toList()));
    }

    /** The longest bar; never below the one of a ratio of 1. */
    double longest() {
        return panels.stream()
                .flatMap(panel -> panel.bars().stream())
                .mapToDouble(Bar::ratio)
                .reduce(1, Math::max);
    }
}
