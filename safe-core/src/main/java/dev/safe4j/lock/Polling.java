package dev.safe4j.lock;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often the first of a queue looks at the store. Each wait is drawn evenly from the upper half of a bound that doubles.
 *
 * @param first the bound of the first wait
 * @param longest the bound of all
 */
record Polling(Duration first, Duration longest) {

    private static final Duration WITH_SIGNALS = Duration.ofSeconds(1);
    private static final Duration STANDS_BACK_FOR_SIGNALS = Duration.ofMillis(5);

    Polling {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || longest.toMinutes() >= 1) {
            throw new IllegalArgumentException("a poll begins at a millisecond or more and ends within a minute; "
                    + first + " to " + longest + " does not.");
        }
    }

    /** Where signals wake the waiters, the poll is only there for those that are lost. */
    Polling besidesSignals() {
        Duration last = longest.compareTo(WITH_SIGNALS) > 0 ? longest : WITH_SIGNALS;
        Duration begin = first.multipliedBy(4);
        return new Polling(begin.compareTo(last) < 0 ? begin : last, last);
    }

    /** How long others are let go first: until the slowest of them has looked, or was woken. */
    Duration standBack() {
        return longest.compareTo(WITH_SIGNALS) >= 0 ? STANDS_BACK_FOR_SIGNALS : longest;
    }

    Duration wait(int number) {
        long bound = Math.min(longest.toNanos(), first.toNanos() << Math.min(number, 16));
        return Duration.ofNanos(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }
}
