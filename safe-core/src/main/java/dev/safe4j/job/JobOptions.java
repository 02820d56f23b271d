package dev.safe4j.job;

import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a job is enqueued. Immutable. */
record JobOptions(
        int priority,
        Duration delay,
        @Nullable String dedupe,
        @Nullable String group) {

    static final JobOptions DEFAULTS = new JobOptions(5, Duration.ZERO, null, null);

    private static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

    JobOptions priority(int next) {
        if (next < 0 || next > JobStore.HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "the priority of a job is 0 to " + JobStore.HIGHEST_PRIORITY + ", and not " + next + ".");
        }
        return new JobOptions(next, delay, dedupe, group);
    }

    JobOptions delay(Duration next) {
        if (next.isNegative() || next.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("a job is due now or within ten years, and not in " + next + ".");
        }
        return new JobOptions(priority, next, dedupe, group);
    }

    JobOptions dedupe(String key) {
        return new JobOptions(priority, delay, Names.checked("the key of a job", key, JobStore.LONGEST_KEY), group);
    }

    JobOptions group(String name) {
        return new JobOptions(priority, delay, dedupe, Names.checked("the group of a job", name, JobStore.LONGEST_KEY));
    }

    NewJob job(String type, byte[] payload, Map<String, String> context) {
        return new NewJob(type, payload, context, priority, delay, dedupe, group);
    }
}
