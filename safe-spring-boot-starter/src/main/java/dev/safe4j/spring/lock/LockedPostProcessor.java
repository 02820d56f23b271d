package dev.safe4j.spring.lock;

import dev.safe4j.lock.Locks;
import dev.safe4j.spring.proxy.OutermostPostProcessor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts the locks around annotated beans: outside of their retries and transactions, inside of their flights. */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class LockedPostProcessor extends OutermostPostProcessor {

    private static final int INSIDE_OF_FLIGHTS = 4;

    /**
     * Makes the post-processor.
     *
     * @param locks the application's locks; asked at the first call of an annotated method
     * @param placeholders resolves <code>${…}</code>
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public LockedPostProcessor(Supplier<Locks> locks, UnaryOperator<String> placeholders, boolean classProxies) {
        super(new LockPointcut(), new LockInterceptor(locks, placeholders), classProxies, INSIDE_OF_FLIGHTS);
    }
}
