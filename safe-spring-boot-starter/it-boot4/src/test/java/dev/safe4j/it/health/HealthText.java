package dev.safe4j.it.health;

/** What a health indicator says, by reflection, as its interface has another name in each generation of Spring Boot. */
public final class HealthText {

    private HealthText() {}

    public static String of(Object indicator) {
        try {
            return String.valueOf(indicator.getClass().getMethod("health").invoke(indicator));
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
