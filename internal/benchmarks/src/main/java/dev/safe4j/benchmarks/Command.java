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
 */
record Command(
        List<BenchmarkCase> cases,
        Settings settings,
        @Nullable Path json,
        @Nullable Path markdown) {

    /** Reads the arguments; {@link IllegalArgumentException} says which of them is wrong, and what there is. */
    static Command parse(List<String> arguments) {
        List<BenchmarkCase> cases = new ArrayList<>();
        Settings settings = arguments.contains("--quick") ? Settings.quick() : Settings.full();
        Path json = null;
        Path markdown = null;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--quick" -> {}
                case "--rounds" -> settings = settings.rounds(positive(argument, value));
                case "--seconds" -> settings = settings.round(Duration.ofSeconds(positive(argument, value)));
                case "--jobs" -> settings = settings.jobs(number(argument, value, 7));
                case "--json" -> json = Path.of(value);
                case "--markdown" -> markdown = Path.of(value);
                default -> cases.add(named(argument));
            }
        }
        return new Command(cases.isEmpty() ? BenchmarkCase.all() : cases, settings, json, markdown);
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
                        + ". Options: --quick, --rounds=N, --seconds=N, --jobs=N, --json=FILE, --markdown=FILE."));
    }
}
