package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * A method that may be called so often in a window of time, for each of many keys and over all instances of the service, by {@link
 * dev.safe4j.counter.Quota} and its promises. A call beyond that is not made: it fails with {@link
 * dev.safe4j.spring.quota.QuotaExceededException}, which over HTTP is a 429 with {@code Retry-After}. A call counts when it begins, whatever
 * becomes of it. The quota lies around everything else that the method's annotations ask for.
 *
 * <p>How often is written here, or under {@code safe4j.counter.quotas} and the quota's name, which counts before what is written here. On a
 * handler of requests it is asked after the request has been read into its arguments. Repeated, all are asked in the order written; what the
 * first has granted stays taken if a later one refuses.
 *
 * <p>Private, static and final methods, final classes, and calls on {@code this} from methods without it cannot be intercepted: they fail
 * the start of the service ({@link dev.safe4j.spring.boundary.WrongBoundaryException}).
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(Quota.All.class)
public @interface Quota {

    /**
     * The same as {@link #key}.
     *
     * @return the key
     */
    @AliasFor("key")
    String value() default "";

    /**
     * Whose calls are counted: an expression of SpEL over the parameters if it holds {@code '} or {@code #} ({@code 'login:' + #user}), a
     * template if it holds <code>#{</code> (<code>login:#{#user}</code>), else the key itself.
     *
     * @return the key
     */
    @AliasFor("value")
    String key() default "";

    /**
     * The name of the quota: for its properties, for the RateLimit fields of a response, and so that keys of different quotas are different.
     *
     * @return letters, digits, dots, dashes and underscores; empty for what the key begins with before a colon, such as {@code login}, else for
     *     the method's name
     */
    String name() default "";

    /**
     * How many calls there may be in a window.
     *
     * @return one or more; 0 for what the properties say
     */
    long limit() default 0;

    /**
     * How long a window is.
     *
     * @return a duration such as {@code 1m}, <code>${…}</code> allowed; empty for what the properties say
     */
    String per() default "";

    /**
     * Whether the limit holds in any window of that length, wherever it begins, and not in those of the clock alone.
     *
     * @return true for that
     */
    boolean sliding() default false;

    /** Several quotas. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface All {

        /**
         * Returns the quotas.
         *
         * @return all that are asked
         */
        Quota[] value();
    }
}
