package dev.safe4j.test.interleavings;

import dev.safe4j.test.interleavings.Trial.Judged;
import dev.safe4j.test.interleavings.Walk.Branch;
import dev.safe4j.test.schedule.Move;
import dev.safe4j.test.schedule.Played;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Searches the tree of orders, the ones with the fewest switches first: iterative context bounding, after Musuvathi and Qadeer
 * 2007. Each order is run once; the ways that a run passes by wait for the level of their own switches.
 */
final class Explorer {

    private static final int ATTEMPTS = 4;

    private final Case subject;
    private final Trial trial;
    private final Bounds bounds;
    private final TreeMap<Integer, Deque<Branch>> levels = new TreeMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final boolean toTheEnd;
    private final int[] steps;
    private final long begun = System.nanoTime();
    private final Set<List<Move>> run = new HashSet<>();
    private int orders;
    private int redundant;
    private int refused;
    private @Nullable Finding finding;

    Explorer(Case subject, Trial trial, Bounds bounds, boolean toTheEnd) {
        this.toTheEnd = toTheEnd;
        this.subject = subject;
        this.trial = trial;
        this.bounds = bounds;
        this.steps = new int[subject.bodies.size()];
    }

    Exploration explore(String database, String server, Isolation isolation) {
        trial.run(new Walk(Branch.ROOT, false, null)); // what is done once only, such as reading metadata, is done now
        add(Branch.ROOT);
        while (!levels.isEmpty() && isWithinBounds() && !isDecided()) {
            Deque<Branch> simplest = levels.firstEntry().getValue();
            Branch branch = simplest.removeFirst();
            if (simplest.isEmpty()) {
                levels.pollFirstEntry();
            }
            attempt(branch, server, isolation);
        }
        if (!levels.isEmpty() && !isDecided()) {
            walkAtRandom(server, isolation);
        }
        int waiting = levels.values().stream().mapToInt(Deque::size).sum();
        return result(database, isolation, waiting);
    }

    Exploration replay(ScheduleToken token, String database) {
        trial.run(new Walk(Branch.ROOT, false, null));
        attempt(new Branch(token.moves(), List.of(), Map.of(), 0, 0), token.server(), token.isolation());
        notes.add("one order was replayed: this says nothing about others");
        return result(database, token.isolation(), 1);
    }

    private void add(Branch branch) {
        levels.computeIfAbsent(branch.level(), level -> new ArrayDeque<>()).addLast(branch);
    }

    private boolean isWithinBounds() {
        return orders + redundant < bounds.schedules()
                && System.nanoTime() - begun < bounds.within().toNanos()
                && !Thread.currentThread().isInterrupted();
    }

    private boolean isDecided() {
        return finding != null && !toTheEnd && finding.verdict() != Verdict.ACTOR_ERROR;
    }

    private void attempt(Branch branch, String server, Isolation isolation) {
        Walk walk = new Walk(branch, bounds.reduced(), null);
        Judged judged = trial.run(walk);
        Set<String> mismatches = new HashSet<>();
        for (int again = 1; again < ATTEMPTS && judged.verdict() == Verdict.NOT_REPRODUCED; again++) {
            mismatches.add(String.valueOf(walk.mismatch()));
            walk = new Walk(branch, bounds.reduced(), null);
            judged = trial.run(walk);
        }
        Branch observed = walk.observed();
        boolean always = !branch.shapes().isEmpty() && mismatches.equals(Set.of(String.valueOf(walk.mismatch())));
        if (judged.verdict() == Verdict.NOT_REPRODUCED && always && observed != null && !branch.equals(observed)) {
            // It was the run before that cannot be had again, such as a deadlock with another victim: what is the same
            // in every
            // attempt is how it is.
            attempt(observed, server, isolation);
            return;
        }
        note(walk, judged, server, isolation);
        passBy(walk);
    }

    private void passBy(Walk walk) {
        for (Branch passed : walk.passed()) {
            if (bounds.preemptions() < 0 || passed.preemptions() <= bounds.preemptions()) {
                add(passed);
            } else {
                refused++;
            }
        }
    }

    private void walkAtRandom(String server, Isolation isolation) {
        Random random = new Random(bounds.seed());
        for (int i = 0; i < bounds.walks() && !isDecided(); i++) {
            Walk walk = new Walk(Branch.ROOT, false, random);
            note(walk, trial.run(walk), server, isolation);
        }
    }

    private void note(Walk walk, Judged judged, String server, Isolation isolation) {
        Played played = judged.played();
        if (played != null) {
            countSteps(played);
        }
        boolean asExpected = judged.verdict() == Verdict.HELD || judged.verdict() == Verdict.ACTOR_ERROR;
        if (walk.isRedundant() && asExpected) {
            redundant++;
            return;
        }
        if (judged.verdict() != Verdict.NOT_REPRODUCED && run.add(walk.moves())) {
            orders++;
        }
        subject.observers.forEach(observer -> observer.judged(orders));
        if (played != null && judged.verdict() != Verdict.NOT_REPRODUCED) {
            String broken = judged.verdict() == Verdict.VIOLATED ? "; " + judged.what() : "";
            outcomes.merge(trial.outcomes(played) + broken, 1, Integer::sum);
        }
        boolean worse = finding == null || rank(judged.verdict()) < rank(finding.verdict());
        if (judged.verdict() != Verdict.HELD && worse) {
            finding = finding(walk, judged, server, isolation);
        }
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case HARNESS_ERROR -> 0;
            case VIOLATED -> 1;
            case ACTOR_ERROR -> 2;
            case NOT_REPRODUCED -> 3;
            default -> 4;
        };
    }

    private Finding finding(Walk walk, Judged judged, String server, Isolation isolation) {
        Played played = judged.played() == null
                ? new Played(List.of(), List.of(), List.of(), List.of(), Played.Ending.BROKEN, judged.what())
                : judged.run();
        ScheduleToken token = new ScheduleToken(server, isolation, subject.split, played.moves());
        return new Finding(
                judged.verdict(),
                judged.what(),
                judged.cause(),
                played,
                trial.outcomes(played),
                token,
                walk.preemptions());
    }

    private void countSteps(Played played) {
        for (int i = 0; i < steps.length; i++) {
            int index = i;
            int taken = (int) played.events().stream()
                    .filter(event -> event.actor() == index)
                    .count();
            steps[i] = Math.max(steps[i], taken);
        }
    }

    private Exploration result(String database, Isolation isolation, int waiting) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            taken.add(steps[i]);
            if (steps[i] == 0) {
                notes.add(subject.bodies.get(i).name()
                        + " took no step: it never came to a data source or a Redis client that the probe knows");
            }
        }
        int bound = refused > 0 ? bounds.preemptions() : -1;
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        long seed = bounds.walks() > 0 && waiting > 0 ? bounds.seed() : 0;
        Exploration.Scope scope = new Exploration.Scope(
                database, isolation, orders, redundant, waiting, bounds.reduced(), bound, taken, time, seed);
        Verdict none = orders == 0 ? Verdict.INCONCLUSIVE : Verdict.HELD;
        Verdict verdict = finding == null ? none : finding.verdict();
        return new Exploration(verdict, scope, finding, outcomes, Collections.unmodifiableList(notes));
    }
}
