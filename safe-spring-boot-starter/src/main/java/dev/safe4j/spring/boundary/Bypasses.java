package dev.safe4j.spring.boundary;

import dev.safe4j.spring.boundary.SelfCalls.Code;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The calls on {@code this} that bypass the proxy: of an annotated method, from code that runs without the annotation. A
 * private method runs with it if only annotated methods call it.
 */
final class Bypasses {

    private final Boundary boundary;
    private final SelfCalls code;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private Bypasses(Boundary boundary, Class<?> type) {
        this.boundary = boundary;
        this.code = SelfCalls.of(type);
    }

    static List<Finding> in(Class<?> type, Boundary boundary) {
        Bypasses bypasses = new Bypasses(boundary, type);
        bypasses.search();
        return List.copyOf(bypasses.findings);
    }

    private void search() {
        Map<Code, List<Code>> calls = code.calls();
        calls.forEach((from, targets) -> targets.stream()
                .filter(to -> isMarked(to) && wantsItsOwn(to))
                .forEach(to -> report(from, to, " It would run in the transaction of its caller instead of its own.")));
        Deque<Code> open = new ArrayDeque<>(entries(calls));
        Set<Code> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            Code from = open.removeFirst();
            for (Code to : calls.getOrDefault(from, List.of())) {
                if (!isMarked(to) && seen.add(to)) {
                    open.add(to);
                } else if (isMarked(to) && !wantsItsOwn(to)) {
                    report(from, to, "");
                }
            }
        }
    }

    /** Code that can be entered from outside without the annotation. */
    private Set<Code> entries(Map<Code, List<Code>> calls) {
        Set<Code> called = calls.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return calls.keySet().stream()
                .filter(each -> !isMarked(each) && isEntry(each, called))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isEntry(Code each, Set<Code> called) {
        Method method = code.method(each);
        if (code.isLambda(each)) {
            return false;
        }
        // A private method with an annotation is called by a framework: @PostConstruct, @Scheduled.
        return method == null
                || !Modifier.isPrivate(method.getModifiers())
                || method.getAnnotations().length > 0
                || !called.contains(each);
    }

    private boolean isMarked(Code each) {
        Method method = code.method(each);
        return method != null && boundary.marks(method);
    }

    private boolean wantsItsOwn(Code each) {
        Method method = code.method(each);
        return method != null && boundary.wantsItsOwn(method);
    }

    private void report(Code from, Code to, String consequence) {
        findings.add(new Finding(
                code.describe(from) + " calls " + to + " on this: the call does not go through the proxy, so "
                        + boundary.label() + " of "
                        + to.signature().substring(0, to.signature().indexOf('('))
                        + " is without effect there." + consequence,
                "Annotate the caller too, or move " + to + " to another bean and call it there."));
    }
}
