package dev.safe4j.test.race;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of a race, with their rules. Written only until the {@link Race} that holds it is made. */
final class RacePlan<T extends @Nullable Object> {

    static final Duration LONGEST_WITHIN = Duration.ofHours(1);
    static final Duration LONGEST_JITTER = Duration.ofMinutes(1);

    /** What the caller of one number is called and does. */
    record Entrant<T extends @Nullable Object>(String name, Race.Body<? extends T> body) {}

    record Invariant(String name, Callable<Boolean> holds) {}

    List<Entrant<T>> entrants = List.of();
    List<Race.Action> givens = List.of();
    List<Invariant> invariants = List.of();
    int rounds = 1;
    Duration within = Race.DEFAULT_WITHIN;
    Duration jitter = Duration.ZERO;

    @Nullable
    Long seed;

    @Nullable
    Predicate<? super T> refusal;

    List<Class<? extends Throwable>> refusedBy = List.of();

    RacePlan() {}

    private RacePlan(RacePlan<T> other) {
        this.entrants = other.entrants;
        this.givens = other.givens;
        this.invariants = other.invariants;
        this.rounds = other.rounds;
        this.within = other.within;
        this.jitter = other.jitter;
        this.seed = other.seed;
        this.refusal = other.refusal;
        this.refusedBy = other.refusedBy;
    }

    RacePlan<T> with(Consumer<RacePlan<T>> change) {
        RacePlan<T> next = new RacePlan<>(this);
        change.accept(next);
        return next;
    }

    RacePlan<T> withCallers(int number, String name, Race.Body<? extends T> body) {
        range("callers", number, Race.MOST_CALLERS);
        range("callers", entrants.size() + number, Race.MOST_CALLERS);
        Entrant<T> entrant =
                new Entrant<>(named("a caller's name", name), Objects.requireNonNull(body, "the body is null"));
        return with(next -> next.entrants = Stream.concat(
                        entrants.stream(), IntStream.range(0, number).mapToObj(each -> entrant))
                .toList());
    }

    RacePlan<T> withGiven(Race.Action given) {
        Objects.requireNonNull(given, "the given is null");
        return with(next -> next.givens = plus(givens, given));
    }

    RacePlan<T> withInvariant(String name, Callable<Boolean> holds) {
        Invariant invariant = new Invariant(
                named("an invariant's name", name), Objects.requireNonNull(holds, "the invariant is null"));
        return with(next -> next.invariants = plus(invariants, invariant));
    }

    RacePlan<T> withRefusal(Predicate<? super T> isRefusal) {
        Objects.requireNonNull(isRefusal, "the refusal is null");
        return with(next -> next.refusal = isRefusal);
    }

    RacePlan<T> withRefusedBy(List<Class<? extends Throwable>> classes) {
        List<Class<? extends Throwable>> more = named("refusedBy", classes);
        return with(next -> next.refusedBy =
                Stream.concat(refusedBy.stream(), more.stream()).toList());
    }

    RacePlan<T> checked() {
        long outcomes = (long) entrants.size() * rounds;
        if (outcomes > Race.MOST_OUTCOMES) {
            throw new IllegalArgumentException("callers times rounds must not exceed " + Race.MOST_OUTCOMES
                    + ", and is " + entrants.size() + " times " + rounds + ".");
        }
        if (jitter.compareTo(within) >= 0) {
            throw new IllegalArgumentException(
                    "jitter must be shorter than within (" + within + "), and is " + jitter + ".");
        }
        return this;
    }

    boolean hasRefusalRule() {
        return refusal != null || !refusedBy.isEmpty();
    }

    boolean isRefusal(T value) {
        Predicate<? super T> rule = refusal;
        if (rule != null) {
            return rule.test(value);
        }
        return Boolean.FALSE.equals(value) || (value instanceof Optional<?> maybe && maybe.isEmpty());
    }

    boolean isRefusedBy(Throwable failure) {
        return refusedBy.stream().anyMatch(each -> each.isInstance(failure));
    }

    static <T extends @Nullable Object> Race.Body<T> body(Callable<? extends T> body) {
        Objects.requireNonNull(body, "the body is null");
        return caller -> body.call();
    }

    static Race.Body<@Nullable Void> body(Race.Action body) {
        Objects.requireNonNull(body, "the body is null");
        return caller -> {
            body.run();
            return null;
        };
    }

    static int range(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be between 1 and " + most + ", and is " + value + ".");
        }
        return value;
    }

    static Duration range(String name, Duration value, Duration longest) {
        Objects.requireNonNull(value, () -> name + " is null");
        if (value.isZero() || value.isNegative() || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    name + " must be longer than zero and at most " + longest + ", and is " + value + ".");
        }
        return value;
    }

    static List<Class<? extends Throwable>> named(String name, List<Class<? extends Throwable>> classes) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(name + " must name at least one class, and names none.");
        }
        for (Class<? extends Throwable> each : classes) {
            Objects.requireNonNull(each, () -> "a class of " + name + " is null");
        }
        return List.copyOf(classes);
    }

    private static String named(String what, String name) {
        Objects.requireNonNull(name, () -> what + " is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank, and is '" + name + "'.");
        }
        return name;
    }

    private static <E> List<E> plus(List<E> list, E one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }
}
