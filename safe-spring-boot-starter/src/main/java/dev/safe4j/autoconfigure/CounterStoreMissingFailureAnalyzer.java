package dev.safe4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a store of counters needs. */
final class CounterStoreMissingFailureAnalyzer extends AbstractFailureAnalyzer<CounterStoreMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, CounterStoreMissingException missing) {
        return new FailureAnalysis(
                String.valueOf(missing.getMessage()),
                "It needs " + missing.needed()
                        + ". Nothing else is taken instead: in memory, each instance would count for itself. Add it, or"
                        + " change safe4j.counter.store.",
                missing);
    }
}
