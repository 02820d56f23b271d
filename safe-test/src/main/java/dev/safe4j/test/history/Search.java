package dev.safe4j.test.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for an order of one key's operations, depth first with its own stack, remembering where it was. It places next any
 * operation that began before the first return of all that remain, and it has found an order when all answered ones are placed.
 * These cuts make it shorter and lose no order:
 *
 * <ul>
 *   <li>an operation that changes nothing, in any state, is placed as soon as it can be, and nothing else is tried there;
 *   <li>a place that was reached before with fewer lost operations used up is not searched again, for what is left can be left
 *       out;
 *   <li>a place in whose state an answer ahead is past is not searched;
 *   <li>of lost operations with the same command the earliest is taken first.
 * </ul>
 */
final class Search<S, I, O> {

    /** How lost operations, those whose reply never came, are placed. */
    enum Way {
        /** Never two in a row: finds most orders at once. That it finds none means nothing if it has cut one off. */
        HASTY,
        /** As the definition has it. */
        EXACT,
        /** Each one again behind every answered operation: if there is no order even so, there is none. */
        GENEROUS
    }

    enum End {
        ORDER_FOUND,
        NO_ORDER,
        NO_ORDER_THIS_WAY,
        LIMIT
    }

    private static final int MOST_STATES = 16;

    private final Timeline<S, I, O> timeline;
    private final Way way;
    private final int end;
    private final int foresight;
    private final long lostBefore;
    private final Map<Place<S>, List<BitSet>> seen = new HashMap<>();
    private final Deque<Frame<S>> stack = new ArrayDeque<>();
    private final Set<S> furthestStates = new LinkedHashSet<>();
    private int furthest;
    private boolean hasCutOff;
    private int foreseen = -1;
    private long steps;

    /**
     * Makes a search.
     *
     * @param timeline the operations
     * @param way how lost operations are placed
     * @param end how many of the answered operations have to be placed, in the order of their return
     * @param foresight how many of them are asked at every place whether their answer is past
     */
    Search(Timeline<S, I, O> timeline, Way way, int end, int foresight) {
        this.timeline = timeline;
        this.way = way;
        this.end = end;
        this.foresight = foresight;
        lostBefore = timeline.lost().steps();
    }

    /** The calls of the model for a next state, the states that it made, and the comparisons with where the search was. */
    long steps() {
        return steps + timeline.lost().steps() - lostBefore;
    }

    /** The number of the operation that is the first to return of those that are in none of the orders tried. */
    int furthest() {
        return furthest;
    }

    /** The states in which the orders end that come so far, some of them. */
    List<S> furthestStates() {
        return List.copyOf(furthestStates);
    }

    /**
     * The last of the operations ahead for whose answers orders were given up, -1 if none was: then the one at {@link #furthest}
     * may be explained, and that there is no order holds up to this one.
     */
    int foreseen() {
        return foreseen;
    }

    End run(long limit) {
        enter(new Frame<>(new Place<>(0, Place.NONE, timeline.initial()), new BitSet(), 0));
        while (!stack.isEmpty()) {
            Frame<S> frame = stack.getFirst();
            if (frame.place.first >= end) {
                return End.ORDER_FOUND;
            }
            if (steps() >= limit) {
                return End.LIMIT;
            }
            Frame<S> next = next(frame);
            if (next == null) {
                stack.removeFirst();
            } else {
                enter(next);
            }
        }
        return hasCutOff ? End.NO_ORDER_THIS_WAY : End.NO_ORDER;
    }

    private void enter(Frame<S> frame) {
        if (isHopeless(frame.place) || !isNew(frame)) {
            return;
        }
        stack.addFirst(frame);
        if (frame.place.first > furthest) {
            furthest = frame.place.first;
            furthestStates.clear();
        }
        if (frame.place.first == furthest && furthestStates.size() < MOST_STATES) {
            furthestStates.add(frame.place.state);
        }
    }

    private boolean isHopeless(Place<S> place) {
        int until = Math.min(end, place.first + foresight);
        for (int number = place.first; number < until; number++) {
            if (timeline.isPast(place.state, number) && !place.isAhead(number)) {
                foreseen = Math.max(foreseen, number);
                return true;
            }
        }
        return false;
    }

    private boolean isNew(Frame<S> frame) {
        List<BitSet> before = seen.get(frame.place);
        if (before == null) {
            seen.put(frame.place, Collections.singletonList(frame.used));
            return true;
        }
        steps += before.size();
        if (before.stream().anyMatch(each -> isWithin(each, frame.used))) {
            return false;
        }
        List<BitSet> now = new ArrayList<>(before);
        now.removeIf(each -> isWithin(frame.used, each));
        now.add(frame.used);
        seen.put(frame.place, now);
        return true;
    }

    private static boolean isWithin(BitSet fewer, BitSet more) {
        for (int i = fewer.nextSetBit(0); i >= 0; i = fewer.nextSetBit(i + 1)) {
            if (!more.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The next frame behind this one that has not been tried; null if there is none left. */
    private @Nullable Frame<S> next(Frame<S> frame) {
        int[] open = timeline.open(frame.place.first);
        if (frame.cursor == 0) {
            Frame<S> only = nextReadOnly(frame, open);
            if (only != null) {
                frame.cursor = Integer.MAX_VALUE;
                return only;
            }
        }
        while (frame.cursor < open.length) {
            int number = open[frame.cursor++];
            if (!timeline.isReadOnly(number) && !frame.place.isAhead(number)) {
                Optional<S> state = step(frame.place.state, number);
                if (state.isPresent()) {
                    return answered(frame, number, state.get());
                }
            }
        }
        return nextLost(frame, open.length);
    }

    private @Nullable Frame<S> nextReadOnly(Frame<S> frame, int[] open) {
        S state = frame.place.state;
        for (int number : open) {
            if (timeline.isReadOnly(number)
                    && !frame.place.isAhead(number)
                    && step(state, number).isPresent()) {
                return answered(frame, number, state);
            }
        }
        return null;
    }

    private Optional<S> step(S state, int number) {
        steps++;
        return timeline.step(state, number);
    }

    private Frame<S> answered(Frame<S> frame, int number, S state) {
        return new Frame<>(frame.place.with(number, state), way == Way.GENEROUS ? new BitSet() : frame.used, 0);
    }

    private @Nullable Frame<S> nextLost(Frame<S> frame, int offset) {
        if (frame.cursor == Integer.MAX_VALUE) {
            return null;
        }
        Lost<S, I, O> lost = timeline.lost();
        int[] kinds = lost.ableIn(frame.place.state);
        if (way == Way.HASTY && frame.lostInARow > 0) {
            hasCutOff |= kinds.length > 0;
            return null;
        }
        long moment = timeline.answered(frame.place.first).ret();
        while (!frame.branches.hasNext()) {
            if (frame.cursor - offset >= kinds.length) {
                return null;
            }
            int kind = kinds[frame.cursor++ - offset];
            frame.branching = lost.next(kind, frame.used, moment);
            if (frame.branching >= 0) {
                frame.branches = lost.after(frame.place.state, kind);
            }
        }
        steps++;
        BitSet used = (BitSet) frame.used.clone();
        used.set(frame.branching);
        return new Frame<>(frame.place.with(frame.branches.next()), used, frame.lostInARow + 1);
    }

    /** A place on the stack, and what was tried from there. */
    private static final class Frame<S> {

        final Place<S> place;
        final BitSet used;
        final int lostInARow;
        int cursor;
        int branching;
        Iterator<S> branches = Collections.emptyIterator();

        Frame(Place<S> place, BitSet used, int lostInARow) {
            this.place = place;
            this.used = used;
            this.lostInARow = lostInARow;
        }
    }
}
