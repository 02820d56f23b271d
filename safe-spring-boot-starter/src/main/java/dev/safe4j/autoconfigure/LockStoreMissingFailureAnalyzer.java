package dev.safe4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a store of locks needs. */
final class LockStoreMissingFailureAnalyzer extends AbstractFailureAnalyzer<LockStoreMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, LockStoreMissingException missing) {
        return new FailureAnalysis(
                String.valueOf(missing.getMessage()),
                "It needs " + missing.needed() + ". Nothing else is taken instead: locks in memory would protect"
                        + " nothing from other instances. Add it, or change safe4j.lock.store.",
                missing);
    }
}
