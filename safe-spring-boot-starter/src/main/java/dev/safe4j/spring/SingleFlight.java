package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that loads something: concurrent calls with one key share one run of it, and its result or its exception, by {@link
 * dev.safe4j.flight.SingleFlight} and its promises. Within this process; nothing is kept.
 *
 * <p>The run is on a thread of its own, around the method's lock, retry, transaction and cache: in a transaction of the method's own, and in
 * no request, security context or transaction of a caller. What the result depends on belongs into the key. Called inside a transaction it
 * refuses by an {@link IllegalStateException}, unless it is {@link #detached}. All callers get the same object: it should be immutable.
 *
 * <p>Private, static and final methods, final classes, and calls on {@code this} from methods without it cannot be intercepted: they fail
 * the start of the service ({@link dev.safe4j.spring.boundary.WrongBoundaryException}); so does a method that returns nothing, that has its
 * result later (futures and publishers), whose result only one can use (streams, iterators, what is to be closed), or that carries an
 * annotation by which it is asked who may call it ({@code @PreAuthorize}, {@code @RolesAllowed}): that would be asked once for all.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SingleFlight {

    /**
     * What is asked for: an expression of SpEL over the parameters if it holds {@code '} or {@code #} ({@code #id}), a template if it holds
     * <code>#{</code>, else the key itself. Calls of different methods, or of different beans, never share a run.
     *
     * @return the key
     */
    String key();

    /**
     * How long a caller waits.
     *
     * @return a duration such as {@code 2s}, <code>${…}</code> allowed; empty for {@code safe4j.flight.within}
     */
    String within() default "";

    /**
     * Whether it may be called inside a transaction. The run does not see what that has not committed, waits for rows that it has locked, and
     * needs a connection while the caller holds one.
     *
     * @return true if that is meant
     */
    boolean detached() default false;
}
