package dev.safe4j.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Counts the steps of a store, keeps what they were asked last, and lets some of them fail or answer otherwise. Thread-safe. */
final class ObservedStore {

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, List<Object>> asked = new ConcurrentHashMap<>();
    private final Map<String, Function<Step, Object>> changed = new ConcurrentHashMap<>();
    private final JobStore store;

    /** A step that is to be done. */
    interface Step {

        Object go();
    }

    ObservedStore(JobStore real) {
        this.store = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    calls.computeIfAbsent(method.getName(), name -> new AtomicInteger())
                            .incrementAndGet();
                    asked.put(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
                    Step step = () -> call(() -> method.invoke(real, arguments));
                    Function<Step, Object> other = changed.get(method.getName());
                    return other == null ? step.go() : other.apply(step);
                });
    }

    private interface Call {

        Object call() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object call(Call call) {
        try {
            return call.call();
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new AssertionError(failure.getCause());
        } catch (IllegalAccessException failure) {
            throw new AssertionError(failure);
        }
    }

    JobStore store() {
        return store;
    }

    void change(String step, Function<Step, Object> other) {
        changed.put(step, other);
    }

    void asBefore(String step) {
        changed.remove(step);
    }

    List<Object> asked(String step) {
        return asked.getOrDefault(step, List.of());
    }

    int calls(String step) {
        AtomicInteger number = calls.get(step);
        return number == null ? 0 : number.get();
    }
}
