package dev.safe4j.benchmarks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/** What one thread did in one round. */
final class Tally {

    private final int caller;
    private long[] nanos = new long[1 << 14];
    private int operations;
    private long applied;
    private long retries;
    private long handOffs;
    private long longestWait;

    Tally(int caller) {
        this.caller = caller;
    }

    /** The thread's number. */
    int caller() {
        return caller;
    }

    void retried() {
        retries++;
    }

    /** It has a lock, for which it has waited so long. */
    void waited(long tookNanos) {
        longestWait = Math.max(longestWait, tookNanos);
    }

    /** It has a lock that another one had before. */
    void handedOver() {
        handOffs++;
    }

    void done(long tookNanos, boolean success) {
        if (operations == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * operations);
        }
        nanos[operations++] = tookNanos;
        if (success) {
            applied++;
        }
    }

    /** How long each operation took, in order. */
    LongStream nanos() {
        return Arrays.stream(nanos, 0, operations);
    }

    int operations() {
        return operations;
    }

    long applied() {
        return applied;
    }

    long retries() {
        return retries;
    }

    long handOffs() {
        return handOffs;
    }

    /** In nanoseconds. */
    long longestWait() {
        return longestWait;
    }

    /** To another JVM. */
    void write(DataOutput out) throws IOException {
        out.writeInt(caller);
        out.writeInt(operations);
        for (int i = 0; i < operations; i++) {
            out.writeLong(nanos[i]);
        }
        for (long each : new long[] {applied, retries, handOffs, longestWait}) {
            out.writeLong(each);
        }
    }

    /** From another JVM. */
    static Tally read(DataInput in) throws IOException {
        Tally tally = new Tally(in.readInt());
        int operations = in.readInt();
        for (int i = 0; i < operations; i++) {
            tally.done(in.readLong(), false);
        }
        tally.applied = in.readLong();
        tally.retries = in.readLong();
        tally.handOffs = in.readLong();
        tally.longestWait = in.readLong();
        return tally;
    }
}
