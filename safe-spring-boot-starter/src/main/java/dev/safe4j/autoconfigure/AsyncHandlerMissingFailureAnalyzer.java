package dev.safe4j.autoconfigure;

import dev.safe4j.spring.background.AsyncHandlerMissingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about failures of asynchronous methods that nobody would be told of. */
final class AsyncHandlerMissingFailureAnalyzer extends AbstractFailureAnalyzer<AsyncHandlerMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AsyncHandlerMissingException cause) {
        return new FailureAnalysis(
                "Failures would be seen by nobody: " + cause.getMessage(),
                "Make a bean of AsyncConfigurer whose getAsyncUncaughtExceptionHandler() returns a handler, have the method"
                        + " return a CompletableFuture whose failure somebody handles, or run it by BackgroundTasks. If the log"
                        + " is enough, set safe4j.async.handler-check=off.",
                cause);
    }
}
