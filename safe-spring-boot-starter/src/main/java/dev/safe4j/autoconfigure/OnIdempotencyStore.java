package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Store;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether requests are to be kept in a store: if {@code safe4j.idempotency.store} says so, or, for some, if it says nothing. */
final class OnIdempotencyStore extends SpringBootCondition {

    private static final String PROPERTY = "safe4j.idempotency.store";

    /** The store, and whether it is taken without being asked for. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(OnIdempotencyStore.class)
    @interface Is {

        /** Which store. */
        Store value();

        /** Whether it is taken where nothing was asked for. */
        boolean unasked() default false;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        @Nullable Map<String, @Nullable Object> is = metadata.getAnnotationAttributes(Is.class.getName());
        String asked = context.getEnvironment().getProperty(PROPERTY, "").trim();
        boolean matches = is != null
                && (asked.isEmpty()
                        ? Boolean.TRUE.equals(is.get("unasked"))
                        : asked.toUpperCase(Locale.ROOT).equals(String.valueOf(is.get("value"))));
        return new ConditionOutcome(
                matches,
                ConditionMessage.forCondition(PROPERTY).because(asked.isEmpty() ? "it is not set" : "it is " + asked));
    }
}
