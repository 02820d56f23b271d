package dev.safe4j.spring.flight;

import org.jspecify.annotations.Nullable;

/**
 * What calls share that are the same: of the same method of the same bean with the same key. Immutable.
 *
 * @param target the bean, of which another instance may know something else
 * @param method the method
 * @param key the key
 */
record SharedCall(Object target, FlightMethod method, String key) {

    @Override
    @SuppressWarnings("ReferenceEquality") // a bean may call others equal to itself
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedCall call
                && call.target == target
                && call.method.equals(method)
                && call.key.equals(key);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * System.identityHashCode(target) + method.hashCode()) + key.hashCode();
    }

    @Override
    public String toString() {
        return method + " with " + key;
    }
}
