package dev.safe4j.fanout;

import dev.safe4j.fanout.FanOut.Cleanup;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What has been said of a fan-out. Null is what was not asked for. */
record Options<I>(
        String name,
        int concurrency,
        @Nullable Duration each,
        Duration deadline,
        Duration grace,
        @Nullable ToLongFunction<? super I> weigher,
        long budget,
        @Nullable Cleanup<? super I> cleanup,
        boolean isDetached) {

    static <I> Options<I> defaults(int concurrency) {
        return new Options<>(
                "fan-out",
                concurrency,
                null,
                FanOut.DEFAULT_DEADLINE,
                FanOut.DEFAULT_GRACE,
                null,
                Long.MAX_VALUE,
                null,
                false);
    }

    Options<I> withName(String other) {
        return new Options<>(other, concurrency, each, deadline, grace, weigher, budget, cleanup, isDetached);
    }

    Options<I> withConcurrency(int other) {
        return new Options<>(name, other, each, deadline, grace, weigher, budget, cleanup, isDetached);
    }

    Options<I> withEach(Duration other) {
        return new Options<>(name, concurrency, other, deadline, grace, weigher, budget, cleanup, isDetached);
    }

    Options<I> withDeadline(Duration other) {
        return new Options<>(name, concurrency, each, other, grace, weigher, budget, cleanup, isDetached);
    }

    Options<I> withGrace(Duration other) {
        return new Options<>(name, concurrency, each, deadline, other, weigher, budget, cleanup, isDetached);
    }

    Options<I> withWeights(ToLongFunction<? super I> other, long most) {
        return new Options<>(name, concurrency, each, deadline, grace, other, most, cleanup, isDetached);
    }

    Options<I> withCleanup(Cleanup<? super I> other) {
        return new Options<>(name, concurrency, each, deadline, grace, weigher, budget, other, isDetached);
    }

    Options<I> detached() {
        return new Options<>(name, concurrency, each, deadline, grace, weigher, budget, cleanup, true);
    }
}
