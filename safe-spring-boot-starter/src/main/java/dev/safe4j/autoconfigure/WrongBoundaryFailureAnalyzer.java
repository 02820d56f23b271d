package dev.safe4j.autoconfigure;

import dev.safe4j.spring.boundary.Finding;
import dev.safe4j.spring.boundary.WrongBoundaryException;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about an annotation that would be without effect. */
final class WrongBoundaryFailureAnalyzer extends AbstractFailureAnalyzer<WrongBoundaryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongBoundaryException cause) {
        String problems =
                cause.findings().stream().map(Finding::problem).distinct().collect(Collectors.joining("\n\n"));
        String actions =
                cause.findings().stream().map(Finding::action).distinct().collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "A boundary is in the wrong place (wrong-boundary), and the code would run without the protection that it"
                        + " seems to have.\n\n" + problems,
                actions + "\nFor @Transactional only: safe4j.transaction.boundary-check=warn starts nevertheless.",
                cause);
    }
}
