package dev.safe4j.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param cases in order
 * @param settings how carefully to measure
 * @param json one file for all cases, null for one file a case in the default folder
 * @param markdown a page with all tables, null for none
 * @param charts the folder of the pictures, beside the page unless said otherwise; null for none
 * @param redraw whether nothing is measured, and the tables that the page has are drawn
 */
record Command(
        List<BenchmarkCase> cases,
        Settings settings,
        @Nullable Path json,
        @Nullable Path markdown,
        @Nullable Path charts,
        boolean redraw) {

    private static final Path BESIDE_THE_PAGE = Path.of("images", "benchmarks");

    private static final String OPTIONS =
            "--quick, --rounds=N, --seconds=N, --jobs=N, --json=FILE, --markdown=FILE, --charts=DIR, --redraw";

    /** Reads the arguments; {@link IllegalArgumentException} says which of them is wrong, and what there is. */
    static Command parse(List<String> arguments) {
        List<BenchmarkCase> cases = new ArrayList<>();
        Settings settings = arguments.contains("--quick") ? Settings.quick() : Settings.full();
        Path json = null;
        Path markdown = null;
        Path charts = null;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--quick" -> {}
                case "--rounds" -> settings = settings.rounds(positive(argument, value));
                case "--seconds" -> settings = settings.round(Duration.ofSeconds(positive(argument, value)));
                case "--jobs" -> settings = settings.jobs(number(argument, value, 7));
                case "--json" -> json = Path.of(value);
                case "--markdown" -> markdown = Path.of(value);
                case "--charts" -> charts = Path.of(value);
                case "--redraw" -> {}
                default -> cases.add(named(argument));
            }
        }
        boolean redraw = arguments.contains("--redraw");
        if (redraw && markdown == null) {
            throw new IllegalArgumentException("'--redraw' needs the page whose tables are drawn: '--markdown=FILE'.");
        }
        Path drawn = charts == null && markdown != null ? markdown.resolveSibling(BESIDE_THE_PAGE) : charts;
        return new Command(cases.isEmpty() ? BenchmarkCase.all() : cases, settings, json, markdown, drawn, redraw);
    }

    private static int positive(String argument, String value) {
        return number(argument, value, 4);
    }

    private static int number(String argument, String value, int digits) {
        if (!value.matches("[1-9]\\d{0," + (digits - 1) + "}")) {
            throw new IllegalArgumentException(
                    "'" + argument + "' needs a number from 1 to " + "9".repeat(digits) + ".");
        }
        return Integer.parseInt(value);
    }

    private static BenchmarkCase named(String name) {
        return BenchmarkCase.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no case or option '" + name
                        + "'. Cases: "
                        + BenchmarkCase.all().stream().map(BenchmarkCase::name).collect(Collectors.joining(", "))
                        + ". Options: " + OPTIONS + "."));
    }
}
