package dev.safe4j.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether a room is to be kept in a store: if its property says so, or, for some stores, if it says nothing. */
abstract class OnStore extends SpringBootCondition {

    private final String property;
    private final Class<? extends Annotation> annotation;

    /**
     * Makes the condition.
     *
     * @param property that names the store
     * @param annotation with the store as its {@code value}, and {@code unasked} for whether it is taken if the property says nothing
     */
    OnStore(String property, Class<? extends Annotation> annotation) {
        this.property = property;
        this.annotation = annotation;
    }

    @Override
    public final ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        @Nullable Map<String, @Nullable Object> is = metadata.getAnnotationAttributes(annotation.getName());
        String asked = context.getEnvironment().getProperty(property, "").trim();
        boolean matches = is != null
                && (asked.isEmpty()
                        ? Boolean.TRUE.equals(is.get("unasked"))
                        : asked.toUpperCase(Locale.ROOT).equals(String.valueOf(is.get("value"))));
        return new ConditionOutcome(
                matches,
                ConditionMessage.forCondition(property).because(asked.isEmpty() ? "it is not set" : "it is " + asked));
    }
}
