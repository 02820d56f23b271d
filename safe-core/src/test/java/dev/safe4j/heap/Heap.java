package dev.safe4j.heap;

import java.lang.management.ManagementFactory;

/** What is left in the heap of this JVM. */
public final class Heap {

    private Heap() {}

    /** Bytes that are in use once what nobody holds is collected. */
    public static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
