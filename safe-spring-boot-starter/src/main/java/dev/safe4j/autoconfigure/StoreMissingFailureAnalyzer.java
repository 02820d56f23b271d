package dev.safe4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a store needs. */
final class StoreMissingFailureAnalyzer extends AbstractFailureAnalyzer<StoreMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, StoreMissingException missing) {
        return new FailureAnalysis(
                String.valueOf(missing.getMessage()),
                "It needs " + missing.needed() + ". Nothing else is taken instead: "
                        + missing.room().inMemory() + ". Add it, or change "
                        + missing.room().property() + ".",
                missing);
    }
}
