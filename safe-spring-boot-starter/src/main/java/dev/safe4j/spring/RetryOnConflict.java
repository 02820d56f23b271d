package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is run again, as a whole, when it lost against another transaction: serialization failure, deadlock, snapshot
 * conflict, stale version. Each run is a new call of everything inside the proxy, so that a {@code @Transactional} on the same
 * method begins a new transaction each time.
 *
 * <p>Inside the caller's transaction: refuses to start ({@link dev.safe4j.jdbc.transaction.InsideTransactionException}), since
 * run again it would join the transaction that has failed. The body has no effect outside the transaction, or one that may
 * happen more than once. A failure that arrives later than the method returns (a future, a publisher) is not seen.
 *
 * <p>What a Spring synchronization throws after the commit reaches the method's caller as if the commit had failed: if it is a conflict,
 * the committed method is run again. Run such work by {@link dev.safe4j.jdbc.transaction.AfterCommit}, whose failures hurt nobody, or use
 * {@link dev.safe4j.jdbc.transaction.Transactions}, which tells the two apart.
 *
 * <p>On a class or an interface it counts for all of its methods that can be intercepted. Private, static and final methods,
 * final classes, and calls on {@code this} from methods without it cannot be: they fail the start of the service
 * ({@link dev.safe4j.spring.boundary.WrongBoundaryException}).
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RetryOnConflict {

    /**
     * The most runs, the first one included.
     *
     * @return 1 to 1,000; 0 for {@code safe4j.retry.attempts}
     */
    int attempts() default 0;

    /**
     * The time in which the last run must have begun, counted from the call.
     *
     * @return a duration such as {@code 2s} or {@code PT2S}, {@code ${…}} allowed; empty for {@code safe4j.retry.within}
     */
    String within() default "";
}
