package dev.safe4j.spring.retry;

import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.RetryOnConflict;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.boot.convert.DurationStyle;

/** The application's policy, changed by what an annotation says. Immutable and thread-safe. */
public final class RetryPolicies {

    private final Supplier<RetryPolicy> defaults;
    private final UnaryOperator<String> placeholders;

    /**
     * Makes the policies.
     *
     * @param defaults the application's policy; asked at the first call of an annotated method
     * @param placeholders resolves <code>${…}</code>
     */
    public RetryPolicies(Supplier<RetryPolicy> defaults, UnaryOperator<String> placeholders) {
        this.defaults = defaults;
        this.placeholders = placeholders;
    }

    RetryPolicy of(RetryOnConflict annotation) {
        return apply(annotation, defaults.get());
    }

    /** Checks the annotation's values without needing the application's policy. */
    void check(RetryOnConflict annotation) {
        apply(annotation, RetryPolicy.defaults());
    }

    private RetryPolicy apply(RetryOnConflict annotation, RetryPolicy base) {
        RetryPolicy policy = annotation.attempts() == 0 ? base : base.attempts(annotation.attempts());
        return annotation.within().isEmpty()
                ? policy
                : policy.within(DurationStyle.detectAndParse(placeholders.apply(annotation.within())));
    }
}
