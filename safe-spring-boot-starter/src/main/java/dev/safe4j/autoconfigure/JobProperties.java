package dev.safe4j.autoconfigure;

import dev.safe4j.job.JobQueueBuilder;
import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.spring.job.PolicyValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set under {@code safe4j.job}. A null is a property that is not set: then the default of the class counts that it belongs to.
 *
 * @param store where jobs are kept; if not set, the database if there is one
 * @param table table of the jobs in the database; that of their paces has the same name with _pace at its end
 * @param largestPayload the largest payload of a job
 * @param wakeByNotify whether PostgreSQL wakes the workers of other instances by NOTIFY
 * @param countEvery how old the numbers of the gauges may be, since counting reads the whole table
 * @param worker what runs jobs in this instance
 * @param policy how jobs are run, where their handlers do not say otherwise
 * @param types how jobs of some types are run, whatever their handlers say
 */
@ConfigurationProperties("safe4j.job")
public record JobProperties(
        @Nullable Store store,
        @DefaultValue("safe4j_job") String table,
        @DefaultValue("100000B") DataSize largestPayload,
        @DefaultValue("false") boolean wakeByNotify,
        @DefaultValue("30s") Duration countEvery,
        @DefaultValue Worker worker,
        @DefaultValue Policy policy,
        @DefaultValue Map<String, Policy> types) {

    private static final String PREFIX = "safe4j.job.";

    /** Where jobs are kept. */
    public enum Store {
        /** In the application's database. */
        JDBC,
        /** In the memory of this process alone. */
        MEMORY
    }

    /** What becomes of jobs of types that no handler is there for. */
    public enum UnknownTypes {
        /** They are left for instances that have one. */
        LEAVE,
        /** They become dead letters that say so. */
        BURY
    }

    /**
     * What runs jobs in this instance.
     *
     * @param enabled whether this instance runs jobs; if not, it enqueues them alone
     * @param name how the worker is named, for people; spring.application.name if not set
     * @param concurrency how many jobs are run at a time
     * @param buffer how many claimed jobs wait to be run at most
     * @param lease how long a claim lasts without a renewal
     * @param poll the longest time from one look at an empty queue to the next
     * @param stopWithin how long runs are given to end when the application stops, before they are interrupted
     * @param virtualThreads whether jobs are run by virtual threads where the JDK has them
     * @param unknownTypes what becomes of jobs of types that no handler is there for
     */
    public record Worker(
            @DefaultValue("true") boolean enabled,
            @Nullable String name,
            @Nullable Integer concurrency,
            @Nullable Integer buffer,
            @Nullable Duration lease,
            @Nullable Duration poll,
            @DefaultValue("20s") Duration stopWithin,
            @DefaultValue("true") boolean virtualThreads,
            @DefaultValue("leave") UnknownTypes unknownTypes) {

        /** Applies what is set here, by the builder's own rules. */
        JobWorkerBuilder applyTo(JobWorkerBuilder builder) {
            PropertyRules.applied(PREFIX + "worker.name", name, builder, JobWorkerBuilder::name);
            PropertyRules.applied(PREFIX + "worker.concurrency", concurrency, builder, JobWorkerBuilder::concurrency);
            PropertyRules.applied(PREFIX + "worker.buffer", buffer, builder, JobWorkerBuilder::buffer);
            PropertyRules.applied(PREFIX + "worker.lease", lease, builder, JobWorkerBuilder::lease);
            PropertyRules.applied(PREFIX + "worker.poll", poll, builder, JobWorkerBuilder::poll);
            JobWorkerBuilder threaded = virtualThreads ? builder : builder.platformThreads();
            return unknownTypes == UnknownTypes.BURY ? threaded.buryUnknown() : threaded;
        }
    }

    /**
     * How jobs are run.
     *
     * @param attempts most attempts, the first one included
     * @param firstDelay the wait after the first failure; doubles with each further one
     * @param longestDelay the longest wait after a failure
     * @param timeLimit how long a run may take
     * @param keepDone for how long a job is kept that is done
     * @param keepDead for how long a dead letter is kept
     */
    public record Policy(
            @Nullable Integer attempts,
            @Nullable Duration firstDelay,
            @Nullable Duration longestDelay,
            @Nullable Duration timeLimit,
            @Nullable Duration keepDone,
            @Nullable Duration keepDead) {

        /** The values, each of which is within its bounds. */
        PolicyValues values(String name) {
            check(name + ".attempts", new PolicyValues(attempts, null, null, null, null, null), attempts);
            check(name + ".time-limit", new PolicyValues(null, null, null, timeLimit, null, null), timeLimit);
            check(name + ".keep-done", new PolicyValues(null, null, null, null, keepDone, null), keepDone);
            check(name + ".keep-dead", new PolicyValues(null, null, null, null, null, keepDead), keepDead);
            check(
                    name + (longestDelay == null ? ".first-delay" : ".longest-delay"),
                    new PolicyValues(null, firstDelay, longestDelay, null, null, null),
                    longestDelay == null ? firstDelay : longestDelay);
            return new PolicyValues(attempts, firstDelay, longestDelay, timeLimit, keepDone, keepDead);
        }

        private static void check(String name, PolicyValues alone, @Nullable Object value) {
            PropertyRules.checked(PREFIX + name, value, alone::policy);
        }
    }

    /** The values that are set for all types. */
    PolicyValues ofAll() {
        return policy.values("policy");
    }

    /** The values that are set for some types. */
    Map<String, PolicyValues> ofTypes() {
        Map<String, PolicyValues> values = new HashMap<>();
        types.forEach((type, each) -> values.put(type, each.values("types." + type)));
        return values;
    }

    /** Applies what is set here, by the builder's own rules. */
    JobQueueBuilder applyTo(JobQueueBuilder builder) {
        int bytes = (int) Math.min(Integer.MAX_VALUE, largestPayload.toBytes());
        return PropertyRules.applied(
                PREFIX + "largest-payload", largestPayload, builder, (any, size) -> any.largest(bytes));
    }

    /** Of the times that nothing else has a rule for. */
    void requireBounds() {
        PropertyRules.requireUpToAnHour(PREFIX + "worker.stop-within", worker.stopWithin(), Duration.ZERO);
        PropertyRules.requireUpToAnHour(PREFIX + "count-every", countEvery, Duration.ofSeconds(1));
    }
}
