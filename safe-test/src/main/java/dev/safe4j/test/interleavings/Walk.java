package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Chooser;
import dev.safe4j.test.schedule.Move;
import dev.safe4j.test.schedule.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One way through the tree of choices: a prefix that is given, then the way with the fewest switches. The other ways that it
 * passes by are what remains to be tried.
 *
 * <p>With the reduction, an actor sleeps after its step was tried from a state, until a step that depends on its own has been
 * taken: sleep sets, after Godefroid 1996.
 */
final class Walk implements Chooser {

    /** A way that remains to be tried: the choices so far, what they were about, who sleeps after them. */
    record Branch(List<Move> moves, List<String> shapes, Map<Integer, Step> asleep, int preemptions, int losses) {

        static final Branch ROOT = new Branch(List.of(), List.of(), Map.of(), 0, 0);

        /** The simplest first: what it costs in switches and in lost connections. */
        int level() {
            return preemptions + losses;
        }
    }

    private final Branch branch;
    private final boolean reduced;
    private final @Nullable Random random;
    private final List<Move> moves = new ArrayList<>();
    private final List<String> shapes = new ArrayList<>();
    private final List<Branch> passed = new ArrayList<>();
    private Map<Integer, Step> asleep = new HashMap<>();
    private int preemptions;
    private int losses;
    private boolean redundant;
    private @Nullable String mismatch;
    private @Nullable Branch observed;

    Walk(Branch branch, boolean reduced, @Nullable Random random) {
        this.branch = branch;
        this.reduced = reduced;
        this.random = random;
    }

    /** The ways that were passed by, those of the deepest choice last. */
    List<Branch> passed() {
        return passed;
    }

    List<Move> moves() {
        return moves;
    }

    int preemptions() {
        return preemptions;
    }

    /** Whether the rest of this way is equivalent to others, so that it counts for nothing. */
    boolean isRedundant() {
        return redundant;
    }

    /** How the prefix could not be followed; null if it was. */
    @Nullable
    String mismatch() {
        return mismatch;
    }

    /** The prefix as far as it could be followed, with what was seen instead of what was expected; null if that was nothing. */
    @Nullable
    Branch observed() {
        return observed;
    }

    /** To be asked when the actors have ended: how much of the prefix was left then; null if it was played to its end. */
    @Nullable
    String ended() {
        int wanted = branch.moves().size();
        if (moves.size() < wanted) {
            mismatch = "the actors ended after " + moves.size() + " of " + wanted + " moves";
            observed = new Branch(List.copyOf(moves), List.copyOf(shapes), Map.of(), preemptions, losses);
        }
        return mismatch;
    }

    @Override
    public @Nullable Move choose(List<Ready> ready, int last) {
        int depth = moves.size();
        Move move = depth < branch.moves().size() ? follow(ready, depth) : decide(ready, last);
        if (move == null) {
            return null;
        }
        Ready chosen = of(ready, move.actor());
        if (chosen == null) {
            return null;
        }
        count(ready, last, move);
        moves.add(move);
        shapes.add(chosen.step().shape());
        if (depth == branch.moves().size() - 1) {
            asleep = new HashMap<>(branch.asleep());
        } else if (depth >= branch.moves().size()) {
            wake(asleep, chosen.step(), move.actor());
        }
        return move;
    }

    private @Nullable Move follow(List<Ready> ready, int depth) {
        Move move = branch.moves().get(depth);
        Ready chosen = of(ready, move.actor());
        String expected = depth < branch.shapes().size() ? branch.shapes().get(depth) : null;
        if (chosen != null && (expected == null || expected.equals(chosen.step().shape()))) {
            return move;
        }
        List<Move> followed = new ArrayList<>(moves);
        List<String> about = new ArrayList<>(shapes);
        if (chosen != null) {
            followed.add(move);
            about.add(chosen.step().shape());
        }
        observed = new Branch(followed, about, Map.of(), preemptions, losses);
        mismatch = "step " + (depth + 1) + " was to be actor " + move.actor()
                + (expected == null ? "'s" : "'s '" + expected + "'") + ", but "
                + (chosen == null
                        ? "it is not ready; ready are "
                                + ready.stream().map(Ready::actor).toList()
                        : "it is about to '" + chosen.step().shape() + "'");
        return null;
    }

    private static @Nullable Ready of(List<Ready> ready, int actor) {
        return ready.stream().filter(each -> each.actor() == actor).findFirst().orElse(null);
    }

    private Move decide(List<Ready> ready, int last) {
        List<Move> options = options(ready, last);
        List<Move> awake = options.stream()
                .filter(option -> !asleep.containsKey(option.actor()))
                .toList();
        if (awake.isEmpty()) {
            redundant = true;
            return options.get(0);
        }
        if (random != null) {
            return awake.get(random.nextInt(awake.size()));
        }
        if (!redundant) {
            passBy(awake, ready, last);
        }
        return awake.get(0);
    }

    /** First the one that needs no switch; lost connections after all others. */
    private List<Move> options(List<Ready> ready, int last) {
        List<Move> options = new ArrayList<>();
        ready.stream().filter(each -> each.actor() == last).forEach(each -> options.add(run(each)));
        ready.stream().filter(each -> each.actor() != last).forEach(each -> options.add(run(each)));
        for (Ready each : ready) {
            if (each.crashes() && losses == 0) {
                options.add(new Move(each.actor(), Move.Fate.LOST_BEFORE));
                options.add(new Move(each.actor(), Move.Fate.REPLY_LOST));
            }
        }
        return options;
    }

    private static Move run(Ready ready) {
        return new Move(ready.actor(), Move.Fate.RUNS);
    }

    private void passBy(List<Move> awake, List<Ready> ready, int last) {
        Map<Integer, Step> tried = new HashMap<>(asleep);
        for (int i = 0; i < awake.size(); i++) {
            Move option = awake.get(i);
            Ready of = of(ready, option.actor());
            if (of == null) {
                continue;
            }
            if (i > 0) {
                passed.add(branchTo(option, of, tried, costs(ready, last, option)));
            }
            if (reduced && option.fate() == Move.Fate.RUNS) {
                tried.put(option.actor(), of.step());
            }
        }
    }

    private Branch branchTo(Move option, Ready of, Map<Integer, Step> tried, int cost) {
        List<Move> further = new ArrayList<>(moves);
        further.add(option);
        List<String> about = new ArrayList<>(shapes);
        about.add(of.step().shape());
        Map<Integer, Step> sleepers = new HashMap<>(reduced ? tried : Map.of());
        wake(sleepers, of.step(), option.actor());
        if (option.fate() != Move.Fate.RUNS) {
            sleepers.clear(); // a lost connection ends a transaction: nothing is known to be independent of it
        }
        int lost = option.fate() == Move.Fate.RUNS ? 0 : 1;
        return new Branch(further, about, sleepers, preemptions + cost, losses + lost);
    }

    private static void wake(Map<Integer, Step> sleepers, Step taken, int actor) {
        sleepers.remove(actor);
        sleepers.values().removeIf(step -> !step.footprint().independentOf(taken.footprint()));
    }

    /** A switch away from an actor that could have gone on; one that is forced costs nothing. */
    private static int costs(List<Ready> ready, int last, Move move) {
        return last >= 0 && move.actor() != last && of(ready, last) != null ? 1 : 0;
    }

    private void count(List<Ready> ready, int last, Move move) {
        preemptions += costs(ready, last, move);
        losses += move.fate() == Move.Fate.RUNS ? 0 : 1;
    }
}
