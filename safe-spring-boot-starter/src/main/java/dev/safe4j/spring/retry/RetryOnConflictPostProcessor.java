package dev.safe4j.spring.retry;

import dev.safe4j.spring.proxy.OutermostPostProcessor;

/** Puts the retry around annotated beans: outside of their transactions, inside of their locks. */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class RetryOnConflictPostProcessor extends OutermostPostProcessor {

    private static final int INSIDE_OF_LOCKS = 5;

    /**
     * Makes the post-processor.
     *
     * @param policies how to retry
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public RetryOnConflictPostProcessor(RetryPolicies policies, boolean classProxies) {
        super(new RetryPointcut(), new RetryInterceptor(policies), classProxies, INSIDE_OF_LOCKS);
    }
}
