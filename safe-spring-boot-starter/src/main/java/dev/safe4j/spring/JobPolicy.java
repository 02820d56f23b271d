package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the jobs of a {@link JobHandler} or the runs of a {@link JobSchedule} are run, where it is not as {@code safe4j.job.policy} says. What
 * is set for the type under {@code safe4j.job.types} counts before it. Durations are such as {@code 30s} or {@code PT30S}, with
 * <code>${…}</code> allowed; empty for the default.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface JobPolicy {

    /**
     * The most attempts, the first one included, those that ended with their process too.
     *
     * @return 1 to 1,000; 0 for the default
     */
    int attempts() default 0;

    /**
     * The wait after the first failure, which doubles with every further one.
     *
     * @return a duration
     */
    String firstDelay() default "";

    /**
     * The longest wait after a failure.
     *
     * @return a duration
     */
    String longestDelay() default "";

    /**
     * How long a run may take before it is interrupted and another attempt begins.
     *
     * @return a duration
     */
    String timeLimit() default "";

    /**
     * For how long a job is kept that is done.
     *
     * @return a duration
     */
    String keepDone() default "";

    /**
     * For how long a dead letter is kept.
     *
     * @return a duration
     */
    String keepDead() default "";

    /**
     * How many begin in a time, over all instances.
     *
     * @return a number and a duration, such as {@code 20/1s}, <code>${…}</code> allowed; empty for any number
     */
    String pace() default "";

    /**
     * Failures that no further attempt would mend: the job is dead at once.
     *
     * @return their classes
     */
    Class<? extends Throwable>[] permanent() default {};

    /**
     * Whether the method's writes in the application's database and the completion of the job commit together, in a transaction that is
     * opened for them.
     *
     * @return true for an effect that is there exactly once; the method may be run again within an attempt, after a conflict
     */
    boolean transactional() default false;

    /**
     * Whether the claim is kept for as long as the method runs, past its time limit too.
     *
     * @return true for methods that do not end when they are interrupted, and must not be run beside themselves
     */
    boolean holdWhileRunning() default false;
}
