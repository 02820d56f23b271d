package dev.safe4j.benchmarks;

import java.util.function.LongSupplier;

/**
 * One way to count.
 *
 * @param subject counts
 * @param fresh is called before a round of it
 * @param counted how much was, as the server says it
 */
record CounterWay(Subject subject, Runnable fresh, LongSupplier counted) {

    CounterWay(Subject subject, LongSupplier counted) {
        this(subject, () -> {}, counted);
    }

    CounterWay(String name, Subject.Purchase purchase, LongSupplier counted) {
        this(new Subject(name, purchase), counted);
    }
}
