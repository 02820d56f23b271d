package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.UnknownNameException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a table or column that a bean names and the database does not have. */
final class UnknownNameFailureAnalyzer extends AbstractFailureAnalyzer<UnknownNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownNameException cause) {
        return new FailureAnalysis(
                "A table, column or constraint is named that the database does not have: " + cause.getMessage(),
                "Correct the name in the code, or apply the migration that makes it before this bean is made (a bean that"
                        + " asks for a table while it is constructed needs @DependsOnDatabaseInitialization). Is the right"
                        + " schema set in spring.datasource.url?",
                cause);
    }
}
