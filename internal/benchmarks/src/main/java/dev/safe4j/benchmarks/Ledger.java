package dev.safe4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the locks protect here: for each of them a count that nothing else protects, who is inside, who was it last, and the highest
 * fencing number. Each figure is read and written for itself, so two holders at once spoil it. May be shared with other JVMs.
 */
final class Ledger {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int COUNT = 0;
    private static final int INSIDE = Long.BYTES;
    private static final int LAST = 2 * Long.BYTES;
    private static final int FENCE = 3 * Long.BYTES;
    private static final int LENGTH = 4 * Long.BYTES;

    private final ByteBuffer memory;
    private final int locks;

    private Ledger(ByteBuffer memory, int locks) {
        this.memory = memory;
        this.locks = locks;
    }

    /** For locks from 1 on, in this JVM. */
    static Ledger of(int locks) {
        return new Ledger(ByteBuffer.allocateDirect(LENGTH * (locks + 1)), locks);
    }

    /** The same in a file, for all JVMs that open it. */
    static Ledger in(Path file, int locks) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) LENGTH * (locks + 1)), locks);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not map " + file, failure);
        }
    }

    private long get(int lock, int what) {
        return (long) LONGS.getVolatile(memory, LENGTH * lock + what);
    }

    private void set(int lock, int what, long value) {
        LONGS.setVolatile(memory, LENGTH * lock + what, value);
    }

    void clear() {
        for (int at = 0; at < memory.capacity(); at += Long.BYTES) {
            LONGS.setVolatile(memory, at, 0L);
        }
    }

    /**
     * One visit, by the one who holds the lock.
     *
     * @param fence the holder's fencing number, zero if it has none
     * @return whether another caller was the last one here
     * @throws IllegalStateException if somebody else is here, too, or the number is not above that of the one before
     */
    boolean visit(int lock, int caller, long fence) {
        long me = caller + 1L;
        long before = get(lock, COUNT);
        require(get(lock, INSIDE) == 0, "two hold lock " + lock + " at once");
        set(lock, INSIDE, me);
        boolean handedOver = get(lock, LAST) != me;
        set(lock, LAST, me);
        if (fence > 0) {
            require(fence > get(lock, FENCE), "the fencing number of lock " + lock + " went back to " + fence);
            set(lock, FENCE, fence);
        }
        set(lock, COUNT, before + 1);
        require(get(lock, INSIDE) == me, "two hold lock " + lock + " at once");
        set(lock, INSIDE, 0);
        return handedOver;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise + ".");
        }
    }

    /** What all counts add up to. */
    long visits() {
        long sum = 0;
        for (int lock = 1; lock <= locks; lock++) {
            sum += get(lock, COUNT);
        }
        return sum;
    }
}
