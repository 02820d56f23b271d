package dev.safe4j.test.interleavings;

import dev.safe4j.test.jdbc.Snapshot;
import dev.safe4j.test.schedule.Actors;
import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Footprint;
import dev.safe4j.test.schedule.Played;
import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Stage;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one order: resets the state, plays, judges. */
final class Trial {

    private static final String NO_STEP = "no actor took a step, so there was nothing to put in order: give the code a"
            + " data source that the probe has wrapped, or a Redis client, and have it get its connections inside of the actors";

    private final Case subject;
    private final Stage stage;
    private final ScheduledRun.Limits limits;
    private final Runnable afterForce;
    private final @Nullable Snapshot snapshot;
    /** What the last order may have written, as resources of footprints; null if that is not known. */
    private @Nullable Set<String> written = Set.of();

    /** What one order came to. */
    record Judged(
            Verdict verdict,
            String what,
            @Nullable Throwable cause,
            @Nullable Played played) {

        Played run() {
            return Objects.requireNonNull(played);
        }
    }

    Trial(Case subject, Stage stage, ScheduledRun.Limits limits, Runnable afterForce, @Nullable Snapshot snapshot) {
        this.afterForce = afterForce;
        this.subject = subject;
        this.stage = stage;
        this.limits = limits;
        this.snapshot = snapshot;
    }

    Judged run(Walk walk) {
        try {
            reset();
        } catch (Exception | AssertionError failure) {
            return new Judged(Verdict.HARNESS_ERROR, "the reset before the order failed", failure, null);
        }
        Played played = stage.play(new ScheduledRun(subject.cast(), limits), walk);
        written = writtenBy(played);
        String why = String.valueOf(played.why());
        if (played.ending() != Played.Ending.COMPLETE && played.ending() != Played.Ending.LEFT) {
            afterForce.run();
        }
        return switch (played.ending()) {
            case COMPLETE -> judge(played, walk);
            case LEFT -> new Judged(Verdict.NOT_REPRODUCED, String.valueOf(walk.mismatch()), null, played);
            case STUCK -> new Judged(Verdict.VIOLATED, why, null, played);
            case OVERRAN -> new Judged(Verdict.INCONCLUSIVE, why, null, played);
            case BROKEN -> new Judged(Verdict.HARNESS_ERROR, why, null, played);
        };
    }

    private void reset() throws Exception {
        if (snapshot != null) {
            // What a given(…) writes, nobody has noted.
            snapshot.restore(subject.resets.isEmpty() ? written : null);
            written = null;
        }
        for (Interleavings.Action reset : subject.resets) {
            reset.run();
        }
    }

    private static @Nullable Set<String> writtenBy(Played played) {
        Set<String> all = new HashSet<>();
        for (Event event : played.events()) {
            Footprint footprint = event.step().footprint();
            if (footprint.anything()) {
                return null;
            }
            all.addAll(footprint.writes());
        }
        return all;
    }

    Outcomes outcomes(Played played) {
        List<Actors.Outcome> all = played.outcomes();
        return new Outcomes(java.util.stream.IntStream.range(0, all.size())
                .filter(i ->
                        i >= subject.bodies.size() || !subject.bodies.get(i).ungated())
                .mapToObj(all::get)
                .toList());
    }

    private Judged judge(Played played, Walk walk) {
        Outcomes outcomes = outcomes(played);
        for (Case.Invariant invariant : subject.invariants) {
            try {
                if (!invariant.rule().holds(outcomes)) {
                    return new Judged(Verdict.VIOLATED, "\"" + invariant.name() + "\" does not hold", null, played);
                }
            } catch (AssertionError broken) {
                return new Judged(Verdict.VIOLATED, "\"" + invariant.name() + "\" does not hold", broken, played);
            } catch (Exception failure) {
                return new Judged(
                        Verdict.HARNESS_ERROR, "the invariant \"" + invariant.name() + "\" failed", failure, played);
            }
        }
        for (Actors.Outcome outcome : played.outcomes()) {
            if (!subject.isAllowed(outcome.failure())) {
                String what = outcome.name() + " failed with " + Outcomes.describe(outcome);
                return new Judged(Verdict.ACTOR_ERROR, what, outcome.failure(), played);
            }
        }
        return held(played, walk);
    }

    /** Unless what was run is not what was to be run. */
    private static Judged held(Played played, Walk walk) {
        String early = walk.ended();
        if (early != null) {
            return new Judged(Verdict.NOT_REPRODUCED, early, null, played);
        }
        if (played.why() != null) {
            return new Judged(Verdict.HARNESS_ERROR, "an actor went on though " + played.why(), null, played);
        }
        if (played.events().isEmpty()) {
            return new Judged(Verdict.INCONCLUSIVE, NO_STEP, null, played);
        }
        return new Judged(Verdict.HELD, "", null, played);
    }
}
