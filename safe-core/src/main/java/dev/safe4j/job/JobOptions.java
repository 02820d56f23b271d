package dev.safe4j.job;

import dev.safe4j.job.JobStore.NewJob;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
        return new JobOptions(priority, delay, name("the key of a job", key, JobStore.LONGEST_KEY), group);
    }

    JobOptions group(String name) {
        return new JobOptions(priority, delay, dedupe, name("the group of a job", name, JobStore.LONGEST_KEY));
    }

    NewJob job(String type, byte[] payload, Map<String, String> context) {
        return new NewJob(type, payload, context, priority, delay, dedupe, group);
    }

    static String name(String what, @Nullable String text, int longest) {
        Objects.requireNonNull(text, what + " is null");
        if (text.isBlank()
                || text.length() > longest
                || text.chars().anyMatch(Character::isISOControl)
                || isTorn(text)) {
            String shown = text.replaceAll("\\p{Cntrl}", "?").substring(0, Math.min(60, text.length()));
            throw new IllegalArgumentException(what + " has 1 to " + longest
                    + " characters, none of them control characters or half characters; '" + shown + "' is none.");
        }
        return text;
    }

    private static boolean isTorn(String text) {
        return text.codePoints().anyMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }
}
