package dev.safe4j.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Runs the cases that the command line names, and writes their tables. See {@code internal/benchmarks/run}. */
public final class Main {

    private Main() {}

    /** Ends with 1 if an end state was wrong, with 2 if the arguments were. */
    public static void main(String... arguments) {
        Command command;
        try {
            command = Command.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            run(command, Path.of("target", "benchmarks"));
        } catch (IllegalStateException failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    static void run(Command command, Path folder) {
        if (command.redraw()) {
            redraw(command);
            return;
        }
        Report report = new Report();
        try (Servers servers = new Servers()) {
            for (BenchmarkCase benchmark : command.cases()) {
                System.out.println("\n## " + benchmark.name() + "\n\n" + benchmark.about());
                BenchmarkCase.Result result = benchmark.run(command.settings(), servers);
                System.out.println("\n" + Page.listed(result.settings()) + "\n" + Tables.of(result.rows()));
                report.add(benchmark, result);
                writeOwn(command, benchmark, result, folder);
                write(command, report); // after each case: who breaks a long run off keeps what it has measured
            }
        }
    }

    private static void redraw(Command command) {
        List<String> names = command.cases().stream().map(BenchmarkCase::name).toList();
        Report.redraw(Objects.requireNonNull(command.markdown()), pictures(command), names);
    }

    private static Pictures pictures(Command command) {
        return new Pictures(Objects.requireNonNull(command.charts()));
    }

    private static void write(Command command, Report report) {
        if (command.json() != null) {
            report.writeJson(command.json());
        }
        if (command.markdown() != null) {
            report.writeMarkdown(command.markdown(), pictures(command));
        } else if (command.charts() != null) {
            report.draw(pictures(command));
        }
    }

    private static void writeOwn(Command command, BenchmarkCase benchmark, BenchmarkCase.Result result, Path folder) {
        if (command.json() == null) {
            Report own = new Report();
            own.add(benchmark, result);
            own.writeJson(folder.resolve(benchmark.name() + ".json"));
        }
    }
}
