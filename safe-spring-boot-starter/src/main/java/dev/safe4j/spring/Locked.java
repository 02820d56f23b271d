package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that runs while a lock is held, over all instances of the service. The lock is put around the method's transaction, so it
 * is released after the commit. Repeated, all locks are held, taken in the order of their keys, whatever the order written.
 *
 * <p>Called inside a transaction of the caller, the lock stays until that has ended. Called by work that holds the same lock through this
 * annotation or {@code Locks.withLock}, on the same thread, it shares it. A lock that was lost meanwhile is told by a {@link
 * dev.safe4j.lease.LeaseLostException}, after the method.
 *
 * <p>If the method returns a {@link java.util.concurrent.CompletionStage}, the lock is held until that is complete. Where the lock would
 * end before, with that of a caller who holds it or with the caller's transaction, the call fails with an {@link IllegalStateException}.
 * Another result that comes later (a publisher, a plain {@link java.util.concurrent.Future}) fails the start of the service.
 *
 * <p>Private, static and final methods, final classes, and calls on {@code this} from methods without it cannot be intercepted: they fail
 * the start of the service ({@link dev.safe4j.spring.boundary.WrongBoundaryException}).
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(Locked.All.class)
public @interface Locked {

    /**
     * What to lock: an expression of SpEL over the parameters if it holds {@code '} or {@code #} ({@code 'order:' + #id}), a template if it
     * holds <code>#{</code> ({@code order:#{#id}}), else the key itself ({@code nightly-count}).
     *
     * @return the key
     */
    String key();

    /**
     * How long to wait for the lock.
     *
     * @return a duration such as {@code 2s} or {@code PT2S}, <code>${…}</code> allowed; empty for {@code safe4j.lock.within}, or for no wait
     *     with {@link OnBusy#SKIP}
     */
    String within() default "";

    /**
     * How long the lock lasts without a renewal.
     *
     * @return a duration; empty for {@code safe4j.lock.lease}
     */
    String lease() default "";

    /**
     * How long nobody else gets the lock, from its acquisition on, even if the method has returned: for scheduled methods that are done
     * before another instance's timer has come.
     *
     * @return a duration no longer than the lease; empty for none
     */
    String atLeastFor() default "";

    /**
     * What becomes of a call that does not get the lock in time.
     *
     * @return to fail with {@link dev.safe4j.lock.LockTimeoutException}, or to skip the method
     */
    OnBusy onBusy() default OnBusy.FAIL;

    /** What becomes of a call that does not get the lock in time. */
    enum OnBusy {
        /** It fails with {@link dev.safe4j.lock.LockTimeoutException}. */
        FAIL,
        /** The method is not run. Only where it returns nothing or an Optional, which is empty then. */
        SKIP
    }

    /** Several locks. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface All {

        /**
         * Returns the locks.
         *
         * @return all that are held
         */
        Locked[] value();
    }
}
