package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.spring.proxy.OutermostPostProcessor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts the claims around annotated beans: outside of their flights, locks, retries and transactions, inside of their quotas. */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class IdempotentPostProcessor extends OutermostPostProcessor {

    private static final int INSIDE_OF_QUOTAS = 2;

    /**
     * Makes the post-processor.
     *
     * @param idempotency the application's; asked at the first call of an annotated method
     * @param placeholders resolves <code>${…}</code>
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public IdempotentPostProcessor(
            Supplier<Idempotency> idempotency, UnaryOperator<String> placeholders, boolean classProxies) {
        super(
                new IdempotentPointcut(),
                new IdempotentInterceptor(idempotency, placeholders),
                classProxies,
                INSIDE_OF_QUOTAS);
    }
}
