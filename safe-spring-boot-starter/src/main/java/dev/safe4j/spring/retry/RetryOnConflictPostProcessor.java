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
     * @param hasTransactions whether Spring's transactions are on the class path, inside of which no retry begins
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public RetryOnConflictPostProcessor(RetryPolicies policies, boolean hasTransactions, boolean classProxies) {
        super(new RetryPointcut(), new RetryInterceptor(policies, hasTransactions), classProxies, INSIDE_OF_LOCKS);
    }
}
