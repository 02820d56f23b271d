package dev.safe4j.idempotency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What the exceptions of the work mean. Immutable.
 *
 * @param kept how those that are kept are made anew from their messages, by their classes' names
 * @param released those that say that nothing happened
 */
record Failures(
        Map<String, Function<String, ? extends RuntimeException>> kept, List<Class<? extends Exception>> released) {

    static final Failures NONE = new Failures(Map.of(), List.of());

    Failures keeping(Class<? extends RuntimeException> failure, Function<String, ? extends RuntimeException> again) {
        Map<String, Function<String, ? extends RuntimeException>> more = new HashMap<>(kept);
        more.put(failure.getName(), Objects.requireNonNull(again, "what makes the failure anew is null"));
        return new Failures(Map.copyOf(more), released);
    }

    Failures releasing(Class<? extends Exception> failure) {
        List<Class<? extends Exception>> more = new ArrayList<>(released);
        more.add(failure);
        return new Failures(kept, List.copyOf(more));
    }

    boolean keeps(Throwable failure) {
        return kept.containsKey(failure.getClass().getName());
    }

    boolean releases(Throwable failure) {
        return released.stream().anyMatch(each -> each.isInstance(failure));
    }

    /** The failure of a run before. */
    RuntimeException again(RequestId id, StoredAnswer answer) {
        Function<String, ? extends RuntimeException> maker = kept.get(answer.type());
        return maker == null
                ? RequestRefusedException.notKept(id, "it was a failure that is no longer kept, " + answer.type())
                : maker.apply(answer.text());
    }
}
