package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.spring.health.StoreHealth;
import java.util.function.BooleanSupplier;

/**
 * What is asked of a store that is there for whoever has a database: a table that is missing is no fault where nothing is known to need it. Who
 * uses the store by code alone learns of it at the first step.
 */
final class StoreQuestion {

    private StoreQuestion() {}

    static StoreHealth.Answer ask(String name, Object store, Runnable look, BooleanSupplier isNeeded) {
        try {
            return StoreHealth.ask(name, store, look);
        } catch (SchemaMissingException missing) {
            if (isNeeded.getAsBoolean()) {
                throw missing;
            }
            return new StoreHealth.Answer(name, null);
        }
    }
}
