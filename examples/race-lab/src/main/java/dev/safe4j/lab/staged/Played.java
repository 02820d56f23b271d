package dev.safe4j.lab.staged;

import dev.safe4j.lab.catalogue.Where;
import dev.safe4j.lab.run.Failures;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests that are run on this thread, on one database alone, and what they threw. */
final class Played implements TestExecutionListener {

    private final Class<?> tests;
    private final Where where;
    private final List<String> errors = new ArrayList<>();
    private int run;

    Played(Class<?> tests, Where where) {
        this.tests = tests;
        this.where = where;
    }

    void play(Method test) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(tests, test))
                .configurationParameter("safe4j.databases", where.label())
                .build();
        int before = run;
        launcher().execute(request, this);
        if (run == before && errors.isEmpty()) {
            errors.add(test.getName() + " was not run");
        }
    }

    /** With nothing but the engine: what listens to the tests of a build has no business here. */
    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build());
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (identifier.isTest()) {
            run++;
        }
        result.getThrowable().map(Failures::said).ifPresent(errors::add);
    }

    Optional<String> error() {
        return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
    }
}
