package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.SearchObserver;
import dev.safe4j.test.report.RaceReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints, publishes and writes down what the searches of one run of a race test find. */
final class ReportFiles implements SearchObserver {

    private static final String DIRECTORY = "safe4j.race.reports";
    private static final String DEFAULT = "target/race";

    private final ExtensionContext context;
    private final String name;
    private int searches;

    ReportFiles(ExtensionContext context, Isolation level) {
        this.context = context;
        this.name = context.getRequiredTestClass().getName()
                + "." + context.getRequiredTestMethod().getName()
                + "-" + level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void explored(Exploration exploration) {
        searches++;
        String text = exploration.toString();
        System.out.println(name + ": " + text);
        context.publishReportEntry("race", text);
        Path directory = Path.of(context.getConfigurationParameter(DIRECTORY).orElse(DEFAULT));
        try {
            RaceReports.writeTo(directory, name + (searches == 1 ? "" : "." + searches), exploration);
        } catch (IOException unwritten) {
            System.getLogger(ReportFiles.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "no report was written to " + directory.toAbsolutePath(),
                            unwritten);
        }
    }
}
