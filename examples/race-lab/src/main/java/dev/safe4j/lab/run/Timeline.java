package dev.safe4j.lab.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, step by step.
 *
 * @param actors who did something
 * @param steps in the order of time
 * @param end how it ended
 * @param hint a guess at what it shows; null if there is none
 */
public record Timeline(
        List<String> actors,
        List<Step> steps,
        String end,
        @Nullable String hint) {

    /**
     * A step.
     *
     * @param number of the step; that of the end of one that had to wait has a dash
     * @param actor who took it, by number
     * @param text what was done, and what came of it
     * @param kind "read", "write", "begin", "commit", "rollback", "wait", "go", "note" or "error"
     * @param waitsFor for whom it waits, by number; null if for nobody, or for somebody unknown
     * @param table what it is about; null if it does not say
     * @param read what was read; null if nothing was
     * @param holds what is written or locked, and by whom, after this step
     */
    public record Step(
            String number,
            int actor,
            String text,
            String kind,
            @Nullable Integer waitsFor,
            @Nullable String table,
            @Nullable String read,
            List<Hold> holds) {}

    /** What an actor has written or locked, and keeps until its transaction ends. */
    public record Hold(int actor, String what) {}
}
