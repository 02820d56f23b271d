package dev.safe4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what a store of requests and answers needs. */
final class IdempotencyStoreMissingFailureAnalyzer extends AbstractFailureAnalyzer<IdempotencyStoreMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, IdempotencyStoreMissingException missing) {
        return new FailureAnalysis(
                String.valueOf(missing.getMessage()),
                "It needs " + missing.needed()
                        + ". Nothing else is taken instead: in memory, a request that is repeated"
                        + " to another instance would be carried out again. Add it, or change safe4j.idempotency.store.",
                missing);
    }
}
