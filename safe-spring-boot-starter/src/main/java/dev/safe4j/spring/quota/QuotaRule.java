package dev.safe4j.spring.quota;

import dev.safe4j.spring.Quota;
import dev.safe4j.spring.proxy.KeyExpression;
import dev.safe4j.spring.proxy.ShortKeys;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** What one annotation of a method asks for, checked. Immutable and thread-safe. */
final class QuotaRule {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final Pattern PREFIX = Pattern.compile("'?([A-Za-z][A-Za-z0-9._-]{0,59}):.*");

    private final String name;
    private final KeyExpression key;
    private final QuotaValues values;
    private final boolean isNamedByKey;

    /** @throws IllegalArgumentException if a value is none */
    QuotaRule(Method method, Quota annotation, UnaryOperator<String> placeholders) {
        if (annotation.key().isEmpty()) {
            throw new IllegalArgumentException("it has no key. To count all calls together, write a constant one.");
        }
        if (annotation.limit() < 0) {
            throw new IllegalArgumentException(
                    "the limit of a quota is 1 or more, and not " + annotation.limit() + ".");
        }
        this.key = new KeyExpression(annotation.key(), method);
        Matcher prefix = PREFIX.matcher(annotation.key());
        this.isNamedByKey = annotation.name().isEmpty() && prefix.matches();
        this.name = isNamedByKey ? prefix.group(1) : annotation.name().isEmpty() ? method.getName() : annotation.name();
        this.values = new QuotaValues(
                annotation.limit() == 0 ? null : annotation.limit(),
                duration(annotation.per(), placeholders),
                annotation.sliding() ? Boolean.TRUE : null);
        values.check();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' can be no name of a quota: it has letters, digits, dots, dashes and underscores.");
        }
    }

    private static @Nullable Duration duration(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? null : DurationStyle.detectAndParse(placeholders.apply(text));
    }

    String name() {
        return name;
    }

    dev.safe4j.counter.Quota of(Quotas quotas) {
        return quotas.of(name, values);
    }

    /** Keys come from outside as often as not: of any length, and with anything in them. */
    String key(Object target, @Nullable Object[] arguments) {
        String own = key.of(target, arguments);
        return ShortKeys.of(isNamedByKey ? own : name + ":" + own);
    }
}
