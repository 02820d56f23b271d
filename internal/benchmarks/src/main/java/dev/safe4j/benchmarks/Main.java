package dev.safe4j.benchmarks;

import java.nio.file.Path;
import java.util.List;

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
        Report report = new Report();
        try (Servers servers = new Servers()) {
            for (BenchmarkCase benchmark : command.cases()) {
                System.out.println("\n## " + benchmark.name() + "\n\n" + benchmark.about());
                BenchmarkCase.Result result = benchmark.run(command.settings(), servers);
                System.out.println("\n" + Page.listed(result.settings()) + "\n" + Tables.of(result.rows()));
                report.add(benchmark, result);
                writeOwn(command, benchmark, result, folder);
            }
        }
        if (command.json() != null) {
            report.writeJson(command.json());
        }
        if (command.markdown() != null) {
            report.writeMarkdown(command.markdown());
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
