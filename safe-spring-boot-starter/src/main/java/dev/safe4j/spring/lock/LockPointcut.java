package dev.safe4j.spring.lock;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Every method that carries the annotation. */
final class LockPointcut extends StaticMethodMatcherPointcut {

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class
                && !LockAnnotations.find(method, targetClass).isEmpty();
    }
}
