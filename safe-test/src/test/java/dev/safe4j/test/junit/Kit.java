package dev.safe4j.test.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes inside of a test. */
final class Kit {

    private Kit() {}

    static EngineExecutionResults run(Path reports, Class<?> test, String... parameters) {
        var kit = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .configurationParameter("safe4j.race.reports", reports.toString());
        for (int i = 0; i < parameters.length; i += 2) {
            kit.configurationParameter(parameters[i], parameters[i + 1]);
        }
        return kit.execute();
    }

    static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> String.valueOf(result.getThrowable().orElseThrow()))
                .toList();
    }

    static List<String> ended(EngineExecutionResults results) {
        return results.testEvents().finished().stream()
                .map(event -> event.getTestDescriptor().getDisplayName() + ": "
                        + event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                                .getStatus())
                .toList();
    }
}
