package dev.safe4j.spring.job;

import dev.safe4j.job.JobPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** The policies of types: what is set for one counts before its annotation, and that before what is set for all. Immutable. */
public final class JobPolicies {

    private static final Pattern PACE = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(.+)");

    private final PolicyValues ofAll;
    private final Map<String, PolicyValues> ofTypes;
    private final UnaryOperator<String> placeholders;

    /**
     * Makes the policies.
     *
     * @param ofAll what is set for all types
     * @param ofTypes what is set for some
     * @param placeholders resolves <code>${…}</code>
     */
    public JobPolicies(PolicyValues ofAll, Map<String, PolicyValues> ofTypes, UnaryOperator<String> placeholders) {
        this.ofAll = ofAll;
        this.ofTypes = Map.copyOf(ofTypes);
        this.placeholders = placeholders;
    }

    String resolved(String text) {
        return placeholders.apply(text);
    }

    Duration duration(String text) {
        return DurationStyle.detectAndParse(resolved(text));
    }

    /** @throws IllegalArgumentException if something is set for a type that there is not: nothing would come of it */
    void requireTypes(Set<String> types) {
        Set<String> unknown = new TreeSet<>(ofTypes.keySet());
        unknown.removeAll(types);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("safe4j.job.types has policies of " + unknown
                    + ", and there is no handler or schedule of that name: those that there are, are "
                    + new TreeSet<>(types) + ".");
        }
    }

    JobPolicy of(String type, dev.safe4j.spring.@Nullable JobPolicy annotation) {
        PolicyValues ofType = ofTypes.getOrDefault(type, PolicyValues.NONE);
        if (annotation == null) {
            return ofType.over(ofAll).policy();
        }
        JobPolicy policy = ofType.over(values(annotation)).over(ofAll).policy();
        policy = annotation.transactional() ? policy.transactional() : policy;
        policy = annotation.holdWhileRunning() ? policy.holdWhileRunning() : policy;
        for (Class<? extends Throwable> each : annotation.permanent()) {
            policy = policy.permanent(each);
        }
        return annotation.pace().isEmpty() ? policy : paced(policy, resolved(annotation.pace()));
    }

    private PolicyValues values(dev.safe4j.spring.JobPolicy annotation) {
        return new PolicyValues(
                annotation.attempts() == 0 ? null : Integer.valueOf(annotation.attempts()),
                parse(annotation.firstDelay()),
                parse(annotation.longestDelay()),
                parse(annotation.timeLimit()),
                parse(annotation.keepDone()),
                parse(annotation.keepDead()));
    }

    private @Nullable Duration parse(String text) {
        return text.isEmpty() ? null : duration(text);
    }

    private static JobPolicy paced(JobPolicy policy, String text) {
        Matcher pace = PACE.matcher(text);
        if (!pace.matches()) {
            throw new IllegalArgumentException(
                    "a pace is a number and a duration, such as 20/1s, and not '" + text + "'.");
        }
        return policy.pace(Integer.parseInt(pace.group(1)), DurationStyle.detectAndParse(pace.group(2)));
    }
}
