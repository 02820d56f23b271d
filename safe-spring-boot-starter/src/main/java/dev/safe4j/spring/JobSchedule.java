package dev.safe4j.spring;

import dev.safe4j.job.JobSchedule.Missed;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is run at certain times, once over all instances of the service: its next run is a job, which one of them claims. It has
 * no parameter, or a {@link dev.safe4j.job.JobRun}, whose {@link dev.safe4j.job.JobRun#due} is the time that the run is for. A run that
 * takes longer than the time to the next one is not overtaken by it. When its attempts are over ({@link JobPolicy}), the next time is
 * waited for.
 *
 * <p>A cron expression that is none or never fires, a schedule with two times or none, and two schedules of one name fail the start of the
 * service.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface JobSchedule {

    /**
     * The name of the schedule.
     *
     * @return the type of its job; the same in all instances
     */
    String name();

    /**
     * When it is run, as a cron expression of Spring's: second, minute, hour, day of the month, month, day of the week.
     *
     * @return the expression, <code>${…}</code> allowed; {@code -} for never; empty with {@link #every}
     */
    String cron() default "";

    /**
     * The time zone of the cron expression. All instances have to have the same, so it is not that of the machine.
     *
     * @return the name of the zone, <code>${…}</code> allowed
     */
    String zone() default "UTC";

    /**
     * How long after the end of a run the next one is.
     *
     * @return a duration such as {@code 5m} or {@code PT5M}, <code>${…}</code> allowed; empty with {@link #cron}
     */
    String every() default "";

    /**
     * What is done for times at which no instance was there.
     *
     * @return one run for all of them, or a run for each
     */
    Missed missed() default Missed.ONE_RUN;
}
