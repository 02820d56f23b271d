package dev.safe4j.autoconfigure;

import dev.safe4j.spring.health.StoreHealth;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether Spring Boot asks for the health of the requests' store; its own condition has another name in each generation. */
final class OnHealth extends SpringBootCondition {

    private static final String OWN = "management.health.safe4j-idempotency.enabled";
    private static final String DEFAULT = "management.health.defaults.enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("health");
        if (!StoreHealth.isPossible()) {
            return ConditionOutcome.noMatch(message.because("there are no health indicators"));
        }
        Environment environment = context.getEnvironment();
        boolean isWanted =
                environment.getProperty(OWN, Boolean.class, environment.getProperty(DEFAULT, Boolean.class, true));
        return new ConditionOutcome(isWanted, message.because(OWN + " or " + DEFAULT + " is " + isWanted));
    }
}
