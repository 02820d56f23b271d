package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Whether locks are to be kept in a store: if {@code safe4j.lock.store} says so, or, for some, if it says nothing. */
final class OnLockStore extends OnStore {

    OnLockStore() {
        super("safe4j.lock.store", Is.class);
    }

    /** The store, and whether it is taken without being asked for. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(OnLockStore.class)
    @interface Is {

        /** Which store. */
        Store value();

        /** Whether it is taken where nothing was asked for. */
        boolean unasked() default false;
    }
}
