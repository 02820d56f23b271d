package dev.safe4j.autoconfigure;

import dev.safe4j.spring.health.StoreHealth;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether Spring Boot asks for the health of a store; its own condition has another name in each generation. */
final class OnHealth extends SpringBootCondition {

    private static final String DEFAULT = "management.health.defaults.enabled";

    /** The indicator's name in properties. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(OnHealth.class)
    @interface Of {

        /** What stands between {@code management.health.} and {@code .enabled}. */
        String value();
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("health");
        if (!StoreHealth.isPossible()) {
            return ConditionOutcome.noMatch(message.because("there are no health indicators"));
        }
        @Nullable Map<String, @Nullable Object> of = metadata.getAnnotationAttributes(Of.class.getName());
        String own = "management.health." + (of == null ? "" : of.get("value")) + ".enabled";
        Environment environment = context.getEnvironment();
        boolean isWanted =
                environment.getProperty(own, Boolean.class, environment.getProperty(DEFAULT, Boolean.class, true));
        return new ConditionOutcome(isWanted, message.because(own + " or " + DEFAULT + " is " + isWanted));
    }
}
