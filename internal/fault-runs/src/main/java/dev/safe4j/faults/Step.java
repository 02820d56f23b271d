package dev.safe4j.faults;

import org.jspecify.annotations.Nullable;

/**
 * One step of one thread of a worker, with its two moments. Moments are {@link System#nanoTime}, which is one clock for all JVMs of a
 * Linux machine: CLOCK_MONOTONIC.
 *
 * @param client the thread
 * @param number of the step, unique in its JVM
 * @param kind what it does
 * @param key to what
 * @param holder the acquisition that it belongs to
 * @param fence the number that was carried or granted
 * @param call when it was begun
 * @param outcome what became of it; null if nobody knows, since its JVM was killed on the way
 * @param ret when that was known
 * @param heldUntil until when the holder relied on its lease, as far as it knew at {@code ret}
 */
record Step(
        String client,
        long number,
        Kind kind,
        String key,
        String holder,
        long fence,
        long call,
        @Nullable Outcome outcome,
        long ret,
        long heldUntil) {

    enum Kind {
        ACQUIRE,
        /** The holder asks its own side whether it still holds the lock. */
        CHECK,
        WRITE,
        RELEASE
    }

    enum Outcome {
        GRANTED,
        TIMED_OUT,
        INTERRUPTED,
        /** Threw something else: it may have been done, for all that its caller knows. */
        FAILED,
        /** It was sent, and the answer never came. */
        UNKNOWN,
        KEPT,
        LOST,
        ACCEPTED,
        REFUSED,
        RELEASED
    }

    boolean is(Kind of, Outcome what) {
        return kind == of && outcome == what;
    }

    /** Whether its caller knows what became of it. */
    boolean isAnswered() {
        return outcome != null && outcome != Outcome.FAILED && outcome != Outcome.UNKNOWN;
    }

    /** How the resource knows this write. */
    String id() {
        return client + "#" + number;
    }

    /** A step that begins now. */
    static Step begun(String client, long number, Kind kind, String key, String holder) {
        return new Step(client, number, kind, key, holder, 0, System.nanoTime(), null, Long.MAX_VALUE, 0);
    }

    Step carrying(long number) {
        return new Step(client, this.number, kind, key, holder, number, call, outcome, ret, heldUntil);
    }

    Step ended(Outcome what, long when, long until) {
        return new Step(client, number, kind, key, holder, fence, call, what, when, until);
    }

    /** The line that says that it begins. */
    String beginning() {
        return String.join(
                " ", "+", client, "" + number, kind.name(), key, holder, Long.toString(fence), Long.toString(call));
    }

    /** The line that says how it ended. */
    String end() {
        return String.join(
                " ", "-", id(), "" + outcome, Long.toString(fence), Long.toString(ret), Long.toString(heldUntil));
    }

    /** What that line said had begun. */
    static Step fromBeginning(String line) {
        String[] part = line.split(" ", -1);
        return new Step(
                part[1],
                Long.parseLong(part[2]),
                Kind.valueOf(part[3]),
                part[4],
                part[5],
                Long.parseLong(part[6]),
                Long.parseLong(part[7]),
                null,
                Long.MAX_VALUE,
                0);
    }

    /** This step with the end that a line said. */
    Step withEnd(String line) {
        String[] part = line.split(" ", -1);
        return carrying(Long.parseLong(part[3]))
                .ended(Outcome.valueOf(part[2]), Long.parseLong(part[4]), Long.parseLong(part[5]));
    }
}
