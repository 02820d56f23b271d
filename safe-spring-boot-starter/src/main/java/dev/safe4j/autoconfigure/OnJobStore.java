package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.JobProperties.Store;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Whether jobs are to be kept in a store: if {@code safe4j.job.store} says so, or, for some, if it says nothing. */
final class OnJobStore extends OnStore {

    OnJobStore() {
        super("safe4j.job.store", Is.class);
    }

    /** The store, and whether it is taken without being asked for. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(OnJobStore.class)
    @interface Is {

        /** Which store. */
        Store value();

        /** Whether it is taken where nothing was asked for. */
        boolean unasked() default false;
    }
}
