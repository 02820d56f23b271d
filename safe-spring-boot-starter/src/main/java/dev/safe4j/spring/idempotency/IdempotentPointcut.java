package dev.safe4j.spring.idempotency;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Every method that carries the annotation. */
final class IdempotentPointcut extends StaticMethodMatcherPointcut {

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class && IdempotentAnnotations.find(method, targetClass) != null;
    }
}
