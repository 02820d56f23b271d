package dev.safe4j.spring.retry;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Every method that carries the annotation, or whose class does. */
final class RetryPointcut extends StaticMethodMatcherPointcut {

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class && RetryAnnotations.find(method, targetClass) != null;
    }
}
