package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.ScheduleToken;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a method of {@link RaceTest} once an isolation level. */
final class RaceExtension implements TestTemplateInvocationContextProvider {

    private static final String REPLAY = "safe4j.race.replay";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), RaceTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        TestTransactions.refuse(context.getRequiredTestMethod(), context.getRequiredTestClass());
        RaceTest test = AnnotationSupport.findAnnotation(context.getTestMethod(), RaceTest.class)
                .orElseThrow();
        String token = token(context);
        List<Isolation> levels = levels(List.of(test.isolation()), token);
        return levels.stream().map(level -> new OneLevel(level, token));
    }

    private static @Nullable String token(ExtensionContext context) {
        return context.getConfigurationParameter(REPLAY)
                .filter(token -> !token.isBlank())
                .orElseGet(() -> AnnotationSupport.findAnnotation(context.getTestMethod(), Replay.class)
                        .map(Replay::value)
                        .orElse(null));
    }

    /** An order belongs to a level: if it is one of the test's, the others have nothing to replay. */
    private static List<Isolation> levels(List<Isolation> levels, @Nullable String token) {
        if (token == null) {
            return levels;
        }
        Isolation pinned = ScheduleToken.parse(token).isolation();
        return levels.contains(pinned) ? List.of(pinned) : levels;
    }

    /** One run of the method. */
    private record OneLevel(Isolation level, @Nullable String token) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return token == null ? level.toString() : level + ", replay of " + token;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new RaceOfOneRun(level, token));
        }
    }
}
