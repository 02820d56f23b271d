package dev.safe4j.test.junit;

import dev.safe4j.test.interleavings.RaceProbe;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the probe of a test. */
final class Probes {

    private static final String BOTH_WAYS =
            ". Either give the test's class a field 'RaceProbe probe = new RaceProbe()', and the"
                    + " code under test a data source that it has wrapped: probe.wrap(dataSource). Or let the test have a Spring Boot"
                    + " context (@SpringBootTest): the auto-configuration of safe-test makes the probe and wraps the data sources, unless"
                    + " safe4j.race.enabled is false";

    private Probes() {}

    /**
     * Looks into the test's instance, then into those around it, then into its Spring context.
     *
     * @throws IllegalStateException if there is none, with the ways to have one
     */
    static RaceProbe of(ExtensionContext context) {
        List<Object> instances =
                new ArrayList<>(context.getRequiredTestInstances().getAllInstances());
        for (int i = instances.size() - 1; i >= 0; i--) {
            RaceProbe probe = inFieldsOf(instances.get(i));
            if (probe != null) {
                return probe;
            }
        }
        String why = "it has no field of type RaceProbe, and no Spring context";
        try {
            if (SpringProbe.isSpringTest(context)) {
                RaceProbe bean = SpringProbe.of(context);
                if (bean != null) {
                    return bean;
                }
                why = "it has no field of type RaceProbe, and its Spring context no such bean";
            }
        } catch (NoClassDefFoundError withoutSpring) {
            why = "it has no field of type RaceProbe, and Spring's test framework is not there";
        }
        throw new IllegalStateException(
                "no RaceProbe for " + context.getRequiredTestClass().getName() + ": " + why + BOTH_WAYS);
    }

    private static @Nullable RaceProbe inFieldsOf(Object instance) {
        for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (RaceProbe.class.isAssignableFrom(field.getType())) {
                    return valueOf(field, instance);
                }
            }
        }
        return null;
    }

    private static RaceProbe valueOf(Field field, Object instance) {
        try {
            field.setAccessible(true);
            RaceProbe probe = (RaceProbe) field.get(instance);
            if (probe == null) {
                throw new IllegalStateException("the field " + field + " is null when the race test begins");
            }
            return probe;
        } catch (IllegalAccessException | RuntimeException unreadable) {
            throw unreadable instanceof IllegalStateException known
                    ? known
                    : new IllegalStateException("the field " + field + " cannot be read", unreadable);
        }
    }
}
