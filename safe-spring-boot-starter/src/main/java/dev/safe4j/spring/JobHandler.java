package dev.safe4j.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that handles the jobs of a type. It has one parameter for what a job is about, a class that the codec can read, and may have
 * a {@link dev.safe4j.job.JobRun} beside it. What it returns is not kept; what it throws makes the job run again later, as
 * {@link JobPolicy} says.
 *
 * <p>It is called on the bean with its proxies: {@code @Transactional} and {@code @Locked} on it count. A job is run at least once, so
 * effects outside the database go by {@link dev.safe4j.job.JobRun#idempotencyKey}, and those inside belong into
 * {@link JobPolicy#transactional}.
 *
 * <p>A private or static method, another parameter, a result that comes later (a future, a publisher), and two methods for one type fail
 * the start of the service.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface JobHandler {

    /**
     * Which jobs.
     *
     * @return their type, as they are enqueued; <code>${…}</code> allowed
     */
    String value();
}
