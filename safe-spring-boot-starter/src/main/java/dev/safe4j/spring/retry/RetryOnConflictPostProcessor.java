package dev.safe4j.spring.retry;

import java.util.stream.Stream;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * Puts the retry around annotated beans: before all advisors of the proxy that a bean has already, the transaction's among
 * them, or in a proxy of its own. Does not depend on an auto-proxy creator.
 */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class RetryOnConflictPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private final transient Pointcut pointcut = new RetryPointcut();
    private final transient Advisor retry;

    /**
     * Makes the post-processor.
     *
     * @param policies how to retry
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public RetryOnConflictPostProcessor(RetryPolicies policies, boolean classProxies) {
        this.retry = new DefaultPointcutAdvisor(pointcut, new RetryInterceptor(policies));
        this.advisor = retry;
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(classProxies);
        // After the auto-proxy creator, before @Async's: that one then comes to lie outside, and the retry in its
        // thread.
        setOrder(Ordered.LOWEST_PRECEDENCE - 1);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Advised advised && !advised.isFrozen() && isAnnotatedInterface(advised)) {
            advised.addAdvisor(0, retry);
            return bean;
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    /** A repository: its target is of a class that does not implement the annotated interface. */
    private boolean isAnnotatedInterface(Advised advised) {
        Class<?> target = advised.getTargetClass();
        return target != null
                && !AopUtils.canApply(pointcut, target)
                && Stream.of(advised.getProxiedInterfaces()).anyMatch(each -> AopUtils.canApply(pointcut, each));
    }
}
