package dev.safe4j.spring.flight;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Every method that carries the annotation. */
final class FlightPointcut extends StaticMethodMatcherPointcut {

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class && FlightAnnotations.find(method, targetClass) != null;
    }
}
