package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is run once under a key: everybody who calls it again under that key gets the result of then. The claim lies around the
 * method's lock, retry and transaction.
 *
 * <p>What it throws is thrown on, and the next who calls runs it again: something may have happened. Refused calls fail with
 * {@link dev.safe4j.idempotency.RequestRefusedException}. Inside a transaction of the caller's, under a lease, the result is stored when
 * the method returns, and stays though that transaction is rolled back: call it outside of one. A parameter of {@link dev.safe4j.idempotency.ClaimedAttempt} is given the
 * attempt; callers pass null.
 *
 * <p>Private, static and final methods, final classes, and calls on {@code this} from methods without it cannot be intercepted: they fail
 * the start of the service ({@link dev.safe4j.spring.boundary.WrongBoundaryException}); so does a result that cannot be stored and read
 * back, or that is there only after the method has returned; and, where there is no {@link #scope}, an annotation by which it is asked who
 * may call the method ({@code @PreAuthorize}, {@code @RolesAllowed}): of who repeats a request that is not asked.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {

    /**
     * The key: an expression of SpEL over the parameters if it holds {@code '} or {@code #} ({@code #command.key()}), a template if it
     * holds <code>#{</code>, else the key itself.
     *
     * @return the key
     */
    String key();

    /**
     * Whose key it is, so that no caller gets another's result: as {@link #key}.
     *
     * @return the scope; empty where there is only one; needed beside {@code @PreAuthorize} and its like
     */
    String scope() default "";

    /**
     * What is asked for, so that another request under the same key is refused: as {@link #key}. Its JSON is compared. A set without an
     * order of its own ({@code Set.of}, a {@code HashSet} of enum constants) may have another order in each process, and a repetition that
     * comes to another instance is then refused: have it be a sorted set or a list, or name here what is compared.
     *
     * @return the request; empty for all arguments of the call; a constant, {@code "'any'"}, to compare nothing
     */
    String request() default "";

    /**
     * What is done, the same in every version of the program, and another for each method: two of one name fail the start, such as
     * overloads, methods of classes of one name in two packages, and one method that beans of two classes inherit. Two beans of one class
     * share theirs: name in {@link #scope} what tells them apart.
     *
     * @return the name; empty for the names of class and method
     */
    String operation() default "";

    /**
     * For how long the result is kept.
     *
     * @return a duration such as {@code 24h}, <code>${…}</code> allowed; empty for {@code safe4j.idempotency.keep}
     */
    String keep() default "";

    /**
     * How long a claim lasts without a renewal.
     *
     * @return a duration; empty for {@code safe4j.idempotency.lease}
     */
    String lease() default "";

    /**
     * How long to wait for another call that is at it.
     *
     * @return a duration; empty for not at all
     */
    String within() default "";

    /**
     * What is promised.
     *
     * @return the mode
     */
    Mode mode() default Mode.LEASE;

    /**
     * Whether a run that was not completed is taken over by the next who calls.
     *
     * @return false to have it stay undecided until somebody resolves it
     */
    boolean takesOver() default true;

    /** What is promised. */
    enum Mode {
        /** At least once: the claim commits first, and the method is told which attempt it is. */
        LEASE,
        /** Exactly once, as far as it is in the database: claim, effect and result commit together, in a transaction begun for it. */
        SAME_TRANSACTION
    }
}
