package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.CounterProperties.Store;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Whether counters are to be kept in a store: if {@code safe4j.counter.store} says so, or, for some, if it says nothing. */
final class OnCounterStore extends OnStore {

    OnCounterStore() {
        super("safe4j.counter.store", Is.class);
    }

    /** The store, and whether it is taken without being asked for. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(OnCounterStore.class)
    @interface Is {

        /** Which store. */
        Store value();

        /** Whether it is taken where nothing was asked for. */
        boolean unasked() default false;
    }
}
