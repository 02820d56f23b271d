package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.UnsupportedDatabaseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a database that safe4j cannot keep its promises on. */
final class UnsupportedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedDatabaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedDatabaseException cause) {
        return new FailureAnalysis(
                "safe4j cannot work with the application's database: " + cause.getMessage(),
                "Change spring.datasource.url to a supported database or setting. If safe4j is meant for another data"
                        + " source than the primary one, define a bean of dev.safe4j.jdbc.Database on that one; if it is not"
                        + " meant to be used here, set safe4j.enabled=false.",
                cause);
    }
}
