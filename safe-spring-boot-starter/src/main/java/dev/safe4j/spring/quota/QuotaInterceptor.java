package dev.safe4j.spring.quota;

import dev.safe4j.counter.Quota;
import dev.safe4j.counter.QuotaResult;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodClassKey;

/** Takes of the quotas before everything inside the proxy. Thread-safe. */
final class QuotaInterceptor implements MethodInterceptor {

    private final Supplier<Quotas> quotas;
    private final Supplier<QuotaTeller> teller;
    private final UnaryOperator<String> placeholders;
    private final Map<MethodClassKey, List<Asked>> known = new ConcurrentHashMap<>();

    /** A quota with the key of a call. */
    private record Asked(QuotaRule rule, Quota quota) {}

    QuotaInterceptor(Supplier<Quotas> quotas, Supplier<QuotaTeller> teller, UnaryOperator<String> placeholders) {
        this.quotas = quotas;
        this.teller = teller;
        this.placeholders = placeholders;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "a proxy without a target has no method to run");
        List<Asked> all = known.computeIfAbsent(
                new MethodClassKey(invocation.getMethod(), target.getClass()),
                key -> all(invocation.getMethod(), target.getClass()));
        for (Asked each : all) {
            take(each, each.rule.key(target, invocation.getArguments()));
        }
        return invocation.proceed();
    }

    private void take(Asked asked, String key) {
        Quota quota = asked.quota;
        String name = asked.rule.name();
        QuotaResult result = quota.take(key);
        teller.get().taken(name, quota, result);
        result.orThrow(later -> new QuotaExceededException(name, quota.limit(), quota.window(), later));
    }

    private List<Asked> all(Method method, Class<?> type) {
        Quotas present = quotas.get();
        return QuotaAnnotations.rules(method, type, placeholders).stream()
                .map(rule -> new Asked(rule, rule.of(present)))
                .toList();
    }
}
