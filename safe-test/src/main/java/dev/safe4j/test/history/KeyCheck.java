package dev.safe4j.test.history;

import dev.safe4j.test.history.Search.End;
import dev.safe4j.test.history.Search.Way;
import java.util.List;

/**
 * The check of one key: a hasty search for an order; if it leaves the question open, an exact one; and if that comes to its
 * limit, one that looks for a proof that there is no order. Without lost replies the first one is exact.
 */
final class KeyCheck<S, I, O> {

    private static final int FORESIGHT = 64;
    private static final int MOST_SHOWN = 24;

    private final Timeline<S, I, O> timeline;
    private long steps;
    private int furthest;

    KeyCheck(Model<S, I, O> model, List<Operation<I, O>> operations) {
        timeline = new Timeline<>(model, operations);
    }

    /** The steps taken so far. */
    long steps() {
        return steps;
    }

    /**
     * Returns the verdict on this key.
     *
     * @param limit the most steps, all searches together; the report of a fault takes as many again at the most
     */
    Verdict run(long limit) {
        for (Way way : Way.values()) {
            Search<S, I, O> search = new Search<>(timeline, way, timeline.size(), FORESIGHT);
            End end = search.run(share(limit, way));
            steps += search.steps();
            if (end == End.ORDER_FOUND && way != Way.GENEROUS) {
                return new Verdict.Linearizable(timeline.all().size(), 1);
            }
            if (end == End.NO_ORDER) {
                return violation(way, search, limit / 8);
            }
            if (way != Way.GENEROUS) {
                furthest = Math.max(furthest, search.furthest());
            }
        }
        Operation<I, O> unplaced = timeline.answered(furthest);
        return new Verdict.Unknown(unplaced.key(), limit, unplaced);
    }

    private long share(long limit, Way way) {
        if (timeline.lost().isEmpty() || way == Way.GENEROUS) {
            return limit - steps;
        }
        return way == Way.HASTY ? limit / 4 : limit / 2;
    }

    /**
     * The shortest beginning without an order, where a search found none. If it has turned back for what it foresaw, that is
     * somewhere from where it came to up to there, and a search without foresight goes there for the states.
     */
    private Verdict violation(Way way, Search<S, I, O> search, long share) {
        int first = search.furthest();
        int last = search.foreseen();
        if (last < first) {
            return violation(first, search);
        }
        Way same = way == Way.GENEROUS ? way : Way.EXACT;
        while (first < last) {
            int middle = (first + last) >>> 1;
            if (new Search<>(timeline, same, middle + 1, FORESIGHT).run(share) == End.NO_ORDER) {
                last = middle;
            } else {
                first = middle + 1;
            }
        }
        Search<S, I, O> straight = new Search<>(timeline, same, last + 1, 0);
        return violation(straight.run(share) == End.NO_ORDER ? straight.furthest() : last, straight);
    }

    private Verdict violation(int number, Search<S, I, O> search) {
        Operation<I, O> unplaced = timeline.answered(number);
        List<Operation<?, ?>> shown = timeline.lastUntil(number, MOST_SHOWN);
        int earlier = timeline.until(number).size() - shown.size();
        List<S> states = search.furthest() == number ? search.furthestStates() : List.of();
        return new Verdict.NotLinearizable(unplaced.key(), unplaced, shown, earlier, List.copyOf(states));
    }
}
