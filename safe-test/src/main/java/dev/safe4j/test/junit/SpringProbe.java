package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.RaceProbe;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** The probe of a Spring context. Loaded only where Spring's test framework may be there. */
final class SpringProbe {

    private SpringProbe() {}

    /** Else the extension would make up a context, and complain about its configuration. */
    static boolean isSpringTest(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            boolean extended = AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream()
                    .flatMap(each -> Stream.of(each.value()))
                    .anyMatch(SpringExtension.class::isAssignableFrom);
            if (extended) {
                return true;
            }
        }
        return false;
    }

    static @Nullable RaceProbe of(ExtensionContext context) {
        return SpringExtension.getApplicationContext(context)
                .getBeanProvider(RaceProbe.class)
                .getIfAvailable();
    }
}
