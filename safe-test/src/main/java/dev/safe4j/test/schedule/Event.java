package dev.safe4j.test.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step that was taken: what it was, what came of it, for whom it waited. Written by the actor and the schedule's thread,
 * never by both at once; to be read when the run has ended.
 */
public final class Event {

    private final int actor;
    private final Step step;
    private final Move.Fate fate;
    private final List<String> values = new ArrayList<>();
    private @Nullable Wait wait;
    private @Nullable String result;
    private @Nullable Throwable failure;
    private boolean moreValues;
    private int started;
    private int ended;

    Event(int actor, Step step, Move.Fate fate) {
        this.actor = actor;
        this.step = step;
        this.fate = fate;
    }

    /**
     * For whom a step waited.
     *
     * @param text what it waited for, with the holder's name where it is known
     * @param holders the numbers of the actors that stood in its way, empty if that is not known
     * @param proven whether the server or the JVM said so; false if it was taken for waiting because it did not answer
     */
    public record Wait(String text, List<Integer> holders, boolean proven) {}

    /** {@return the number of the actor} */
    public int actor() {
        return actor;
    }

    /** {@return the step} */
    public Step step() {
        return step;
    }

    /** {@return what became of its connection} */
    public Move.Fate fate() {
        return fate;
    }

    /** {@return for whom it waited, null if it did not} */
    public @Nullable Wait waited() {
        return wait;
    }

    /** {@return what came of it in a word, such as "1 row"; null if it failed or has no result} */
    public @Nullable String result() {
        return result;
    }

    /** {@return what it threw, null if it did not} */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** {@return the values that the actor read from its rows, in the order in which it read them} */
    public List<String> values() {
        return moreValues ? append(values, "…") : List.copyOf(values);
    }

    /** {@return its place among the starts and ends of the run's steps, from 1} */
    public int started() {
        return started;
    }

    /** {@return the place of its end among the starts and ends of the run's steps; 0 if it never ended} */
    public int ended() {
        return ended;
    }

    /**
     * Says what came of the step.
     *
     * @param text in a word
     */
    public void result(String text) {
        result = text;
    }

    /**
     * Notes a value that the actor read; the first dozen are kept.
     *
     * @param value such as {@code balance=100}
     */
    public void read(String value) {
        if (values.size() == 12) {
            moreValues = true;
        } else if (!values.contains(value)) {
            values.add(value);
        }
    }

    void failed(Throwable reason) {
        failure = reason;
    }

    void waits(Wait reason) {
        wait = reason;
    }

    void startedAt(int place) {
        started = place;
    }

    void endedAt(int place) {
        ended = place;
    }

    private static List<String> append(List<String> some, String last) {
        List<String> all = new ArrayList<>(some);
        all.add(last);
        return List.copyOf(all);
    }
}
