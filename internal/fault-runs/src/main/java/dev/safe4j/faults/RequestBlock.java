package dev.safe4j.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Requests that a worker is to ask for, each until it is answered. Thread-safe. */
final class RequestBlock {

    /** What is counted. */
    enum Count {
        /** Calls, however they ended. */
        ASKED,
        /** Runs that were begun. */
        BEGUN,
        RAN,
        REPLAYED,
        /** Calls that were refused since somebody was at it. */
        REFUSED,
        /** Calls that failed, or whose answer could not be stored. */
        FAILED
    }

    private final int number;
    private final AtomicInteger left;
    private final LongAdder digest = new LongAdder();
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

    RequestBlock(int number, int requests) {
        this.number = number;
        this.left = new AtomicInteger(requests);
        for (Count each : Count.values()) {
            counts.put(each, new LongAdder());
        }
    }

    int number() {
        return number;
    }

    void count(Count what) {
        Objects.requireNonNull(counts.get(what)).increment();
    }

    /** A request is answered; returns true for the last one. */
    boolean answered(String answer) {
        digest.add(Effect.digest(answer));
        return left.decrementAndGet() == 0;
    }

    /** The line that says that all are answered. */
    String end() {
        return "DONE " + number + " " + digest.sum() + " "
                + counts.values().stream().map(LongAdder::toString).collect(Collectors.joining(" "));
    }
}
