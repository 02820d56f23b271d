package dev.safe4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a store of jobs needs. */
final class JobStoreMissingFailureAnalyzer extends AbstractFailureAnalyzer<JobStoreMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, JobStoreMissingException missing) {
        return new FailureAnalysis(
                String.valueOf(missing.getMessage()),
                "It needs " + missing.needed()
                        + ". Nothing else is taken instead: in memory, a job would be lost with its process. Add it, or"
                        + " change safe4j.job.store.",
                missing);
    }
}
