package dev.safe4j.spring.job;

import dev.safe4j.job.NextRun;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * The times of a schedule. Immutable and thread-safe.
 *
 * @param definition what they are, as text, the same in all instances
 * @param next when it is run next
 */
record ScheduleTimes(String definition, NextRun next) {

    private static final String NEVER = "-";

    /** A leap year begins: an expression that fires in any year fires after it. No clock is asked, so that a start fails always or never. */
    private static final Instant SOME_TIME = Instant.parse("2000-01-01T00:00:00Z");

    /**
     * Reads what an annotation says.
     *
     * @return null if it says never
     * @throws IllegalArgumentException if that is no time
     */
    static @Nullable ScheduleTimes of(dev.safe4j.spring.JobSchedule annotation, JobPolicies values) {
        String cron = values.resolved(annotation.cron()).trim();
        if (cron.isEmpty() == annotation.every().isEmpty()) {
            throw new IllegalArgumentException(
                    "a schedule has a cron expression or the time from one run to the next (every), one of the two.");
        }
        if (cron.isEmpty()) {
            Duration every = values.duration(annotation.every());
            return new ScheduleTimes("every " + every, NextRun.every(every));
        }
        return cron.equals(NEVER) ? null : cron(cron, zone(values.resolved(annotation.zone())));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name.trim());
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no time zone: a name such as Europe/Paris, or UTC.", unknown);
        }
    }

    private static ScheduleTimes cron(String text, ZoneId zone) {
        CronExpression expression = CronExpression.parse(text);
        NextRun next = time -> after(expression, time.atZone(zone));
        if (next.after(SOME_TIME) == null) {
            throw new IllegalArgumentException("the cron expression '" + text + "' never fires.");
        }
        return new ScheduleTimes("cron " + text + " " + zone, next);
    }

    private static @Nullable Instant after(CronExpression expression, ZonedDateTime time) {
        ZonedDateTime next = expression.next(time);
        return next == null ? null : next.toInstant();
    }
}
