package dev.safe4j.spring.quota;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Every method that carries the annotation. */
final class QuotaPointcut extends StaticMethodMatcherPointcut {

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class
                && !QuotaAnnotations.find(method, targetClass).isEmpty();
    }
}
