package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.InterleavingViolation;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Verdict;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives one run of a race test its search, and reports what that finds. */
final class RaceOfOneRun implements ParameterResolver, TestExecutionExceptionHandler {

    private final Isolation level;
    private final @Nullable String token;

    RaceOfOneRun(Isolation level, @Nullable String token) {
        this.level = level;
        this.token = token;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Interleavings.class
                && parameter.getDeclaringExecutable() instanceof Method method
                && method.equals(context.getTestMethod().orElse(null));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Interleavings search =
                Interleavings.on(Probes.of(context)).isolation(level).observedBy(new ReportFiles(context, level));
        return token == null ? search : search.pinned(token);
    }

    /** An order that the code does not take any more says nothing: a test is then neither passed nor failed. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (token != null
                && failure instanceof InterleavingViolation violation
                && violation.exploration().verdict() == Verdict.NOT_REPRODUCED) {
            Assumptions.abort("the order " + token + " cannot be played any more: " + failure.getMessage());
        }
        throw failure;
    }
}
