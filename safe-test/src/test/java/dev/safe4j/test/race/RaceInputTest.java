package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is named with its rule and its value, before anything is run. */
class RaceInputTest {

    private static final Race<Integer> RACE = Race.of(2, () -> 1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static Arguments bad(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> illegal() {
        return Stream.of(
                bad("callers must be between 1 and 1000, and is 0.", () -> Race.of(0, () -> 1)),
                bad("callers must be between 1 and 1000, and is -1.", () -> Race.of(-1, caller -> 1)),
                bad("callers must be between 1 and 1000, and is 1001.", () -> Race.of(1001, caller -> 1)),
                bad("callers must be between 1 and 1000, and is 0.", () -> RACE.callers(0, "x", caller -> 1)),
                bad("callers must be between 1 and 1000, and is 1001.", () -> RACE.callers(999, "x", caller -> 1)),
                bad("a caller's name must not be blank, and is ' '.", () -> RACE.caller(" ", caller -> 1)),
                bad("a caller's name must not be blank, and is ''.", () -> Race.between("x", () -> 1, "", () -> 2)),
                bad("an invariant's name must not be blank, and is ''.", () -> RACE.always("", () -> true)),
                bad("refusedBy must name at least one class, and names none.", RACE::refusedBy),
                bad(
                        "assertFailedOnlyWith must name at least one class, and names none.",
                        () -> RACE.run().assertFailedOnlyWith()),
                bad(
                        "the expected number of succeeded callers must be between 0 and 2, and is 3.",
                        () -> RACE.run().assertSucceeded(3)),
                bad(
                        "the expected number of refused callers must be between 0 and 2, and is -1.",
                        () -> RACE.run().assertRefused(-1)));
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                bad("rounds must be between 1 and 100000, and is 0.", () -> RACE.rounds(0)),
                bad("rounds must be between 1 and 100000, and is -3.", () -> RACE.rounds(-3)),
                bad("rounds must be between 1 and 100000, and is 100001.", () -> RACE.rounds(100_001)),
                bad(
                        "callers times rounds must not exceed 1000000, and is 12 times 100000.",
                        () -> RACE.callers(10, "x", caller -> 1).rounds(100_000).run()),
                bad("within must be longer than zero and at most PT1H, and is PT0S.", () -> RACE.within(Duration.ZERO)),
                bad(
                        "within must be longer than zero and at most PT1H, and is PT-1S.",
                        () -> RACE.within(Duration.ofSeconds(-1))),
                bad(
                        "within must be longer than zero and at most PT1H, and is PT1H0.000000001S.",
                        () -> RACE.within(HOUR.plusNanos(1))),
                bad("jitter must be longer than zero and at most PT1M, and is PT0S.", () -> RACE.jitter(Duration.ZERO)),
                bad("jitter must be longer than zero and at most PT1M, and is PT1H.", () -> RACE.jitter(HOUR)),
                bad(
                        "jitter must be shorter than within (PT30S), and is PT30S.",
                        () -> RACE.jitter(Duration.ofSeconds(30)).run()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"illegal", "outOfRange"})
    void illegal(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                bad("the body is null", () -> Race.of(1, (Race.Body<Integer>) null)),
                bad("the body is null", () -> Race.of(1, (Callable<Integer>) null)),
                bad("the body is null", () -> Race.of(1, (Race.Action) null)),
                bad("the body is null", () -> Race.between("x", null, "y", (Callable<Integer>) () -> 1)),
                bad("the body is null", () -> RACE.caller("x", null)),
                bad("a caller's name is null", () -> RACE.caller(null, caller -> 1)),
                bad("the given is null", () -> RACE.given(null)),
                bad("within is null", () -> RACE.within(null)),
                bad("jitter is null", () -> RACE.jitter(null)),
                bad("the refusal is null", () -> RACE.refusal(null)),
                bad("a class of refusedBy is null", () -> RACE.refusedBy(Error.class, null)),
                bad("an invariant's name is null", () -> RACE.always(null, () -> true)),
                bad("the invariant is null", () -> RACE.always("x", null)));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource
    void missing(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
    }
}
