package dev.safe4j.benchmarks;

/** Tells who waits how far it is; not part of the answer. */
final class Progress {

    private Progress() {}

    static void say(String what) {
        System.err.println("  " + what);
    }
}
