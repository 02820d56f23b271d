package dev.safe4j.spring.quota;

import dev.safe4j.spring.proxy.OutermostPostProcessor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts the quotas around annotated beans: outside of everything else. */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class QuotaPostProcessor extends OutermostPostProcessor {

    private static final int OUTERMOST = 1;

    /**
     * Makes the post-processor.
     *
     * @param quotas the application's; asked at the first call of an annotated method
     * @param teller is told what was taken; asked then too
     * @param placeholders resolves <code>${…}</code>
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public QuotaPostProcessor(
            Supplier<Quotas> quotas,
            Supplier<QuotaTeller> teller,
            UnaryOperator<String> placeholders,
            boolean classProxies) {
        super(new QuotaPointcut(), new QuotaInterceptor(quotas, teller, placeholders), classProxies, OUTERMOST);
    }
}
