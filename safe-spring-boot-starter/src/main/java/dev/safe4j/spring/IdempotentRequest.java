package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler method of Spring MVC, or all of a controller, whose requests carry a key (the header {@code Idempotency-Key}): repeated under
 * its key, a request is carried out once and answered the same. GET, HEAD, OPTIONS and TRACE are never concerned.
 *
 * <p>In the lease mode, the default: the claim is written before the handler runs, the answer after it, both apart from the handler's own
 * transactions. A handler that wants to know which attempt it is takes a parameter of
 * {@link dev.safe4j.idempotency.ClaimedAttempt}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface IdempotentRequest {

    /**
     * Whether a request without a key is refused, by 400.
     *
     * @return false to carry it out unprotected
     */
    boolean required() default true;

    /**
     * For how long the answer is kept.
     *
     * @return a duration such as {@code 24h}, <code>${…}</code> allowed; empty for {@code safe4j.idempotency.keep}
     */
    String keep() default "";

    /**
     * How long a claim lasts without a renewal: how long a repetition is refused after the process has died.
     *
     * @return a duration; empty for {@code safe4j.idempotency.lease}
     */
    String lease() default "";

    /**
     * How long a repetition waits for the request that is being carried out, on its thread, before it is refused.
     *
     * @return a duration; empty for {@code safe4j.idempotency.http.within}
     */
    String within() default "";

    /**
     * Whether a request that was not completed is carried out again by the next who asks.
     *
     * @return false to have it stay undecided until somebody resolves it: where twice is worse than not at all
     */
    boolean takesOver() default true;

    /**
     * What is promised. In {@link Idempotent.Mode#SAME_TRANSACTION} the request is carried out in a transaction begun for it, which what
     * the handler writes joins, and whose commit is acknowledged before anything of the answer goes out. What the handler throws, and an
     * answer of 5xx, rolls back everything. Fails the start without a store in the database, and on a handler whose answer comes later.
     *
     * @return the mode
     */
    Idempotent.Mode mode() default Idempotent.Mode.LEASE;
}
