package dev.safe4j.spring.proxy;

import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * Puts an interceptor around annotated beans: before all advisors of the proxy that a bean has already, the transaction's among
 * them, or in a proxy of its own. Does not depend on an auto-proxy creator.
 */
@SuppressWarnings({"serial", "this-escape"
}) // a post-processor is never serialized; what is set is the super class's own
public abstract class OutermostPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private final transient Pointcut pointcut;
    private final transient Advisor outermost;

    /**
     * Makes the post-processor.
     *
     * @param pointcut which methods
     * @param interceptor what is put around them
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     * @param distance 1 for the outermost of all, 2 for the next: how far from the outside
     */
    protected OutermostPostProcessor(
            Pointcut pointcut, MethodInterceptor interceptor, boolean classProxies, int distance) {
        this.pointcut = pointcut;
        this.outermost = new DefaultPointcutAdvisor(pointcut, interceptor);
        this.advisor = outermost;
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(classProxies);
        // After the auto-proxy creator, before @Async's: that one then comes to lie outside, and this one in its
        // thread.
        setOrder(Ordered.LOWEST_PRECEDENCE - distance);
    }

    @Override
    public final Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Advised advised && !advised.isFrozen() && isAnnotatedInterface(advised)) {
            advised.addAdvisor(0, outermost);
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
