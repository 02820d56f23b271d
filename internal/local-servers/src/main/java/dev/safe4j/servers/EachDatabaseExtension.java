package dev.safe4j.servers;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a method of {@link EachDatabase} once a database. */
final class EachDatabaseExtension implements TestTemplateInvocationContextProvider {

    private static final String DATABASES = "safe4j.databases";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), EachDatabase.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        EachDatabase wanted = AnnotationSupport.findAnnotation(context.getTestMethod(), EachDatabase.class)
                .orElseThrow();
        String names = context.getConfigurationParameter(DATABASES).orElse("postgresql,mariadb,h2");
        return chosen(List.of(wanted.value()), Set.of(names.split(","))).stream()
                .map(kind -> new OneDatabase(kind, wanted.profile()));
    }

    /** Those of the tier; all that are wanted if none of them is, since a test of one database is about that one. */
    private static List<ServerKind> chosen(List<ServerKind> wanted, Set<String> names) {
        List<ServerKind> chosen = wanted.stream()
                .filter(kind -> names.contains(kind.name().toLowerCase(Locale.ROOT)))
                .toList();
        return chosen.isEmpty() ? wanted : chosen;
    }

    /** One run of the method. */
    private record OneDatabase(ServerKind kind, Profile profile) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return kind.label();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new DatabaseOfOneRun(kind, profile));
        }
    }

    /** Makes the database when it is first asked for, and closes it after the run. */
    private record DatabaseOfOneRun(ServerKind kind, Profile profile) implements ParameterResolver, AfterEachCallback {

        private static final ExtensionContext.Namespace OURS =
                ExtensionContext.Namespace.create(EachDatabaseExtension.class);

        /** For background work of the test that is just giving its connection back. */
        private static final Duration GRACE = Duration.ofSeconds(2);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestDatabase.class
                    && parameter.getDeclaringExecutable() instanceof Method;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Store store = context.getStore(OURS);
            TestDatabase database = store.get(TestDatabase.class, TestDatabase.class);
            if (database == null) {
                database = LocalServers.sql(kind, profile).newDatabase();
                store.put(TestDatabase.class, database);
            }
            return database;
        }

        @Override
        public void afterEach(ExtensionContext context) {
            TestDatabase database = context.getStore(OURS).remove(TestDatabase.class, TestDatabase.class);
            if (database == null) {
                return;
            }
            try (database) {
                if (context.getExecutionException().isEmpty()) {
                    assertNoLeak(database);
                }
            }
        }

        private static void assertNoLeak(TestDatabase database) {
            if (database.activeConnections() > 0) {
                Await.until(
                        GRACE,
                        "the test gives back all connections of the pools of " + database.name() + ", "
                                + database.activeConnections() + " still out after it: a leak",
                        () -> database.activeConnections() == 0);
            }
        }
    }
}
